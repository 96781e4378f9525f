#!/bin/sh
# Makes an authority of your own and one certificate for all machines of the cluster, valid for ten years:
#   deploy/dask/certificates.sh /etc/nnkit/tls
# Then give them to the user that runs the app, on every machine: chown -R nnkit: /etc/nnkit/tls
set -eu
mkdir -p "$1"    # the folders above stay open to everybody: /etc/nnkit has other files too
chmod 700 "$1"
umask 077
cd "$1"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "/CN=nnkit authority" -keyout ca.key -out ca.crt
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -subj "/CN=nnkit cluster" -keyout cluster.key -out cluster.csr
openssl x509 -req -in cluster.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out cluster.crt
rm cluster.csr
