// The HTTP proxy for a request, from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY as curl reads them.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BlockList, isIP } from 'node:net';
import type { Environment } from '../configuration/substitution.ts';

/** Idle connections are kept for as many sessions as may stream at once. */
const KEEP_ALIVE = { keepAlive: true, maxFreeSockets: 256 } as const;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** A proxy, and the variable that contains it. */
export interface Proxy {
  readonly url: URL;
  readonly variable: string;
}

/** The proxy for a request to `target`; undefined for a direct one. @throws {ProxyInvalid} */
export function findProxy(target: URL, environment: Environment): Proxy | undefined {
  const scheme = target.protocol.slice(0, -1);
  const names = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`, 'all_proxy', 'ALL_PROXY'];
  const variable = names.find((name) => (environment[name] ?? '').trim() !== '');
  if (variable === undefined || isExcluded(target, environment)) return undefined;
  const text = environment[variable]?.trim() ?? '';
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url === null || DEFAULT_PORTS[url.protocol] === undefined || url.hostname === '')
    throw new ProxyInvalid(variable);
  return { url, variable };
}

/** The environment has a proxy that can't be used. */
export class ProxyInvalid extends Error {
  constructor(variable: string) {
    super(`${variable} must be the address of an HTTP proxy, such as http://proxy.example:8080.`);
  }
}

const agents = new Map<string, HttpAgent>();

/** The agent for a request: kept connections, through the proxy if there is one. */
export function selectAgent({ protocol }: URL, proxy: Proxy | undefined): HttpAgent {
  const address = proxy?.url.href;
  const key = `${protocol} ${address ?? ''}`;
  const known = agents.get(key);
  if (known !== undefined) return known;
  const proxyEnv = address === undefined ? {} : { proxyEnv: { HTTP_PROXY: address, HTTPS_PROXY: address } };
  const options = { ...KEEP_ALIVE, ...proxyEnv };
  const agent = protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  agents.set(key, agent);
  return agent;
}

function isExcluded(target: URL, environment: Environment): boolean {
  const list = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  return list.split(/[\s,]+/).some((entry) => entry !== '' && covers(entry.toLowerCase(), target));
}

/** `*`, a name with its subdomains, an address, or a range of addresses; with or without a port. */
function covers(entry: string, { hostname, protocol, port }: URL): boolean {
  if (entry === '*') return true;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (entry.includes('/')) return isInRange(entry, host);
  const [, bracketed, plain = entry, entryPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== (port || DEFAULT_PORTS[protocol])) return false;
  const name = bracketed ?? plain.replace(/^\*?\./, '');
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function isInRange(range: string, host: string): boolean {
  const [address = '', bits = ''] = range.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  try {
    const list = new BlockList();
    list.addSubnet(address, Number(bits), kind);
    return list.check(host, kind);
  } catch {
    // Not a valid prefix length.
    return false;
  }
}
