"""Training in a Dask cluster: what runs in the app (`engine`, `connection`, `call`), and in the cluster's workers."""
