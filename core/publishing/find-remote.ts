// The remote of a repository that a branch is pushed to, and where its address leads.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Git } from '../ports/git.ts';
import type { Destination } from '../ports/outbound-ledger.ts';
import type { HostedRepository } from '../ports/pull-requests.ts';

const PORTS: Readonly<Record<string, number>> = { https: 443, http: 80, ssh: 22, git: 9418 };

/** A remote. */
export interface Remote {
  readonly name: string;
  /** As the user's settings rewrite it. */
  readonly url: string;
  /** Where it connects to; absent for a folder of this computer. */
  readonly contacts?: Destination;
  /** The repository on its host, if its address has the usual form. */
  readonly hosted?: HostedRepository;
}

/** Finds a remote by name; by default the only one, or `origin`. @throws {GatewayError} `NO_REMOTE` */
export async function findRemote(
  git: Git,
  folder: string,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<Remote> {
  const options = { signal, okCodes: [1, 128] };
  const names = (await git.run(folder, ['remote'], options)).text.split('\n').filter((line) => line !== '');
  const name = wanted ?? (names.includes('origin') || names.length !== 1 ? 'origin' : names[0]);
  if (name === undefined || !names.includes(name))
    throw invalidRequest(
      wanted === undefined
        ? 'The repository has no remote.'
        : `The repository has no remote ${JSON.stringify(wanted)}.`,
      'NO_REMOTE',
      'Add one with "git remote add origin <url>", then retry.',
    );
  const { text } = await git.run(folder, ['remote', 'get-url', '--push', name], { ...options, asPerson: {} });
  const url = text.trim();
  if (/^[\w+-]+::/.test(url) || url.startsWith('-') || url === '')
    throw invalidRequest(
      `The URL of the remote ${name} isn't supported.`,
      'REMOTE_ADDRESS',
      'Use an HTTPS or SSH URL.',
    );
  return { name, url, ...parseAddress(url) };
}

/** Where an address leads. */
export function parseAddress(url: string): Pick<Remote, 'contacts' | 'hosted'> {
  const full = /^(https?|ssh|git):\/\/(?:[^@/\s]*@)?(\[[0-9a-f:.]+\]|[^:/\s]+)(?::(\d+))?\/(.+?)(?:\.git)?\/?$/i.exec(
    url,
  );
  const [, scheme = '', host = '', port, path = ''] = full ?? [];
  if (full !== null) {
    const contacts = { host: host.toLowerCase(), port: Number(port ?? PORTS[scheme.toLowerCase()]) };
    return { contacts, ...toHosted(host.toLowerCase(), path) };
  }
  const short = /^(?:[^@/\s:]+@)?([^:/\s]{2,}):(?!\/\/)(.+?)(?:\.git)?\/?$/.exec(url);
  if (short === null) return {};
  const [, name = '', place = ''] = short;
  return { contacts: { host: name.toLowerCase(), port: PORTS['ssh'] ?? 0 }, ...toHosted(name.toLowerCase(), place) };
}

function toHosted(host: string, path: string): Pick<Remote, 'hosted'> {
  const clean = path.replace(/^\/+/, '');
  return /^[\w.-]+\/[\w.-]+$/.test(clean) ? { hosted: { host, path: clean } } : {};
}
