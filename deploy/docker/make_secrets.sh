#!/bin/sh
# Makes the secrets that docker-compose.yml needs, once; those that exist are kept.
# Usage: deploy/docker/make_secrets.sh [FOLDER]      (FOLDER: deploy/docker/secrets; give compose the same as ACCORD_SECRETS_DIR)
#
# The folder is closed to everybody else on this machine. The files in it can be read by all, because each is
# mounted alone into containers whose users have other numbers than yours.
set -eu
umask 077

folder=${1:-"$(dirname "$0")/secrets"}
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

keep_or_write() { # NAME TEXT
    [ ! -e "$folder/$1" ] || return 0
    printf '%s\n' "$2" >"$folder/$1.new"
    chmod 444 "$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
    echo "made $folder/$1"
}

keep_or_write postgres_password "$(random)"
for service in needs offers matcher; do
    keep_or_write "${service}_database_password" "$(random)"
    read -r password <"$folder/${service}_database_password"
    keep_or_write "${service}_database_url" "postgresql+asyncpg://$service:$password@postgres:5432/$service"
    keep_or_write "${service}_owner_password" "$(random)"
    read -r password <"$folder/${service}_owner_password"
    keep_or_write "${service}_migration_database_url" \
        "postgresql+asyncpg://${service}_owner:$password@postgres:5432/$service"
done
keep_or_write person_key "$(random)"
for name in demo_client_secret demo_password introspection_secret; do keep_or_write "$name" "$(random)"; done
read -r client <"$folder/demo_client_secret"
read -r password <"$folder/demo_password"
read -r services <"$folder/introspection_secret"
# Keycloak reads no secret from a file. Compose misses this file first, so its name says what to do.
given="$folder/written_by_make_secrets.env"
[ ! -e "$given" ] || grep -q "^ACCORD_INTROSPECTION_CLIENT_SECRET=$services\$" "$given" || rm -f "$given"
keep_or_write written_by_make_secrets.env "ACCORD_DEMO_CLIENT_SECRET=$client
ACCORD_DEMO_PASSWORD=$password
ACCORD_INTROSPECTION_CLIENT_SECRET=$services"
