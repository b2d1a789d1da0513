// The hosts that a machine can reach: `example.com`, `*.example.com`, both with an optional port.
import { toPort } from '../resolve-host.ts';

/** Ports of an entry without one. */
const WEB_PORTS: ReadonlySet<string> = new Set(['80', '443']);
const ENTRY = /^(\*\.)?(\[[^\]]+\]|[^:[\]/\\@?#\s]+)(?::(\d{1,5}))?$/;

interface HostRule {
  /** As in a URL; without the `*.` of a wildcard. */
  readonly host: string;
  readonly withSubdomains: boolean;
  readonly port: string | undefined;
}

/** Compiled entries. */
export interface HostRules {
  allows(url: URL): boolean;
  /** Entries that name one host with its port. Only these can be private addresses. */
  readonly services: readonly string[];
}

/** Compiles a list of hosts. Entries that aren't valid allow nothing. */
export function compileHosts(entries: readonly string[]): HostRules {
  const rules = entries.flatMap((entry) => parseEntry(entry) ?? []);
  return {
    allows: (url) => rules.some((rule) => covers(rule, url)),
    services: rules.flatMap(({ host, withSubdomains, port }) =>
      withSubdomains || port === undefined ? [] : `${host}:${port}`,
    ),
  };
}

function parseEntry(entry: string): HostRule | undefined {
  const [, wildcard, name = '', port] = ENTRY.exec(entry.trim()) ?? [];
  const host = withoutDot(URL.parse(`http://${name}/`)?.hostname ?? '');
  if (host === '') return undefined;
  return { host, withSubdomains: wildcard !== undefined, port: port === undefined ? undefined : String(Number(port)) };
}

function covers({ host, withSubdomains, port }: HostRule, url: URL): boolean {
  const name = withoutDot(url.hostname);
  const target = toPort(url);
  if (port === undefined ? !WEB_PORTS.has(target) : port !== target) return false;
  return withSubdomains ? name.endsWith(`.${host}`) : name === host;
}

/** The name without the dot of a fully qualified one. */
function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
