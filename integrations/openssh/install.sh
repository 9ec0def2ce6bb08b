#!/bin/sh
# Lets Espalier decide who may log in to this server.
#
#   sudo sh install.sh https://console.example.com
#
# Asks for the server's credential. Run again with a new one, it replaces the old one and leaves the rest as it is.
# ESPALIER_SSH_ROOT installs below another directory, ESPALIER_SSH_USER under another user.
set -eu
umask 022

url=${1-}
root=${ESPALIER_SSH_ROOT-}
user=${ESPALIER_SSH_USER-espalier-keys}
here=$(dirname "$0")
libexec=$root/usr/local/libexec
etc=$root/etc/espalier-ssh
cache=$root/var/cache/espalier-ssh

case $url in
  https://?* | http://?*) ;;
  *)
    echo "usage: sh install.sh https://console.example.com" >&2
    exit 2
    ;;
esac
for program in curl find grep tr; do
  command -v "$program" >/dev/null || {
    echo "install.sh: $program is missing; install it first" >&2
    exit 1
  }
done

[ ! -t 0 ] || printf 'Credential of this server (espsrv_…): ' >&2
read -r credential
case $credential in
  espsrv_*) ;;
  *)
    echo "install.sh: that is no server credential" >&2
    exit 1
    ;;
esac

is_root=false
[ "$(id -u)" -ne 0 ] || is_root=true
if $is_root && ! id "$user" >/dev/null 2>&1; then
  useradd --system --no-create-home --shell /usr/sbin/nologin "$user"
fi

mkdir -p "$libexec" "$etc" "$cache" "$root/etc/ssh/sshd_config.d" "$root/etc/systemd/system"
for program in espalier-keys espalier-report-logins; do
  cp "$here/$program" "$libexec/$program"
  chmod 755 "$libexec/$program"
done

fill() {
  sed -e "s|@libexec@|$libexec|g" -e "s|@etc@|$etc|g" -e "s|@user@|$user|g" "$here/$1" >"$2"
}
fill 50-espalier.conf "$root/etc/ssh/sshd_config.d/50-espalier.conf"
fill espalier-logins.service "$root/etc/systemd/system/espalier-logins.service"

[ -f "$etc/config" ] || cat >"$etc/config" <<CONFIG
url=$url
# How long the last answer may be used while Espalier gives none, in minutes. 0: nobody logs in then.
cache_minutes=15
cache_directory=$cache
CONFIG
(umask 077 && printf '* %s\n' "$credential" >"$etc/credentials")
chmod 700 "$cache"
if $is_root; then
  group=$(id -gn "$user")
  chown root:"$group" "$etc/credentials"
  chmod 640 "$etc/credentials"
  chown "$user" "$cache"
fi

echo "Espalier decides who may log in, once sshd has read its configuration again:" >&2
echo "  sudo sshd -t && sudo systemctl reload ssh" >&2
echo "  sudo systemctl daemon-reload && sudo systemctl enable --now espalier-logins" >&2
