// The variables with which programs use the proxy, and git and npm leave their credentials to it.
import type { HostCredential } from '#core/outbound/host-credential.ts';

/** Hosts that a program reaches without the proxy: its own machine. */
const DIRECT = 'localhost,127.0.0.1,::1';

/** The variables for a proxy at `url`. Contains no credential of a host. */
export function proxyEnvironment(
  url: string,
  credentials: readonly Pick<HostCredential, 'host' | 'port' | 'use' | 'path'>[],
): Readonly<Record<string, string>> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
  const proxies = names.flatMap((name) => [
    [name, url],
    [name.toLowerCase(), url],
  ]);
  return {
    ...Object.fromEntries(proxies),
    NO_PROXY: DIRECT,
    no_proxy: DIRECT,
    // Node's own clients read the variables above only with this.
    NODE_USE_ENV_PROXY: '1',
    ...gitVariables(credentials.filter(({ use }) => use === 'git')),
    ...npmVariables(credentials.find(({ use }) => use === 'npm')),
  };
}

type Place = Pick<HostCredential, 'host' | 'port' | 'path'>;

const authority = ({ host, port }: Place): string => (port === 443 ? host : `${host}:${port}`);

/** Git asks for these repositories without TLS, so that the proxy can add the credential and TLS. */
function gitVariables(places: readonly Place[]): Readonly<Record<string, string>> {
  const hosts = [...new Set(places.map(authority))];
  const entries = hosts.flatMap((host, at) => [
    [`GIT_CONFIG_KEY_${at}`, `url.http://${host}/.insteadOf`],
    [`GIT_CONFIG_VALUE_${at}`, `https://${host}/`],
  ]);
  return hosts.length === 0 ? {} : { GIT_CONFIG_COUNT: String(hosts.length), ...Object.fromEntries(entries) };
}

function npmVariables(place: Place | undefined): Readonly<Record<string, string>> {
  if (place === undefined) return {};
  const path = place.path.endsWith('/') ? place.path : `${place.path}/`;
  return {
    npm_config_registry: `http://${authority(place)}${path}`,
    // Packages name their archives with https; this asks the registry above for them.
    npm_config_replace_registry_host: authority(place),
  };
}
