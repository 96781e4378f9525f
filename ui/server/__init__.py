"""What stands between the network and the app: who may connect, what may come in, what answers carry, and the log."""
