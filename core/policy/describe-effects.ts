// What a program may read, write, contact, and run, as far as its words say it. It is shown to people, and allows nothing.
import { MAX_LISTED_EFFECTS, type CommandProgram } from '#contract/types/command-program.ts';
import { defined } from '#contract/types/defined.ts';
import type { ProgramFacts } from './line-facts.ts';
import { getFamily, wordSet } from './programs.ts';

type Effects = Pick<CommandProgram, 'reads' | 'writes' | 'hosts' | 'runs'>;

/** Programs that change each of their operands. */
const CHANGES_ALL = wordSet('rm rmdir mkdir touch tee truncate shred unlink chmod chown mv');
/** Programs that write their last operand. */
const CHANGES_LAST = wordSet('cp ln install rsync scp');
/** Ends the path of a package file of which only the scripts count. */
const SCRIPTS_PART = '#scripts';
/** Hosts that package managers contact. */
const REGISTRIES: Readonly<Record<string, string>> = {
  npm: 'registry.npmjs.org',
  npx: 'registry.npmjs.org',
  pnpm: 'registry.npmjs.org',
  yarn: 'registry.yarnpkg.com',
  bun: 'registry.npmjs.org',
  pip: 'pypi.org',
  pip3: 'pypi.org',
  uv: 'pypi.org',
  poetry: 'pypi.org',
  cargo: 'crates.io',
  go: 'proxy.golang.org',
  gem: 'rubygems.org',
};
const DOWNLOADS = wordSet(
  'install i add ci get update upgrade up outdated audit publish login search view info exec x dlx mod',
);
/** Programs that contact the host that an operand names. */
const CLIENTS = wordSet('curl wget http https ssh scp sftp rsync nc ncat telnet ping dig nslookup ftp git');

/** The effects of a program. */
export function describeEffects(facts: ProgramFacts): Effects {
  const { call, match } = facts;
  const words = call.words.map(({ text }) => text);
  const reads = match.kind === 'inside' ? match.call.files.map(({ text }) => text) : [];
  const writes = [...new Set([...call.outputs, ...listWrites(words)])];
  const hosts = [...new Set([...facts.hosts, ...listHosts(words)])];
  const runs = match.kind === 'inside' && match.profile.runs !== undefined ? [match.profile.runs] : [];
  return defined({
    reads: atMost(reads),
    writes: atMost(writes),
    hosts: atMost(hosts),
    runs: atMost([...new Set([...runs, ...facts.files.map(({ path }) => nameFile(path))])]),
  });
}

/** A file whose content is run, or the part of it. */
function nameFile(path: string): string {
  return path.endsWith(SCRIPTS_PART) ? `scripts in ${path.slice(0, -SCRIPTS_PART.length)}` : path;
}

function atMost(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values.slice(0, MAX_LISTED_EFFECTS);
}

function listWrites(words: readonly string[]): readonly string[] {
  const [program = '', ...args] = words;
  const operands = args.filter((word) => !word.startsWith('-'));
  if (CHANGES_ALL.has(program)) return program === 'chmod' || program === 'chown' ? operands.slice(1) : operands;
  if (CHANGES_LAST.has(program)) return operands.slice(-1);
  if (program === 'sed' && args.some((arg) => /^(-[A-Za-z]*i|--in-place)/.test(arg))) return operands.slice(1);
  if (program === 'dd') return args.flatMap((arg) => (arg.startsWith('of=') ? [arg.slice(3)] : []));
  return args.flatMap((arg, at) => {
    const equals = /^--output(?:-file|-document)?=(.+)$/.exec(arg)?.[1];
    const separate = /^(-o|-O|--output|--output-document)$/.test(args[at - 1] ?? '') ? arg : undefined;
    return [equals, separate].filter((file) => file !== undefined);
  });
}

/** The hosts that the words of a command name. */
function listHosts(words: readonly string[]): readonly string[] {
  const [program = '', ...args] = words;
  const named = args.flatMap((arg) => findHost(arg) ?? []);
  const family = getFamily(program);
  const registry =
    Object.hasOwn(REGISTRIES, family) && args.some((arg) => DOWNLOADS.has(arg)) ? REGISTRIES[family] : undefined;
  const bare = CLIENTS.has(program) && program !== 'git' ? args.flatMap((arg) => findBareHost(arg) ?? []) : [];
  return [...named, ...bare, ...(registry === undefined ? [] : [registry])];
}

/** The host of an address, such as `https://host/x` and `user@host:path`. */
export function findHost(text: string): string | undefined {
  const url = /^(?:[\w-]+=)?[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?(\[[0-9a-f:.]+\]|[^:/\s?#]+)/i.exec(text)?.[1];
  return url?.toLowerCase() ?? /^[\w.-]+@([\w.-]+)(?::|$)/.exec(text)?.[1]?.toLowerCase();
}

function findBareHost(text: string): string | undefined {
  return /^((?:[a-z0-9-]+\.)+[a-z]{2,}|localhost|\d+\.\d+\.\d+\.\d+)(?:[:/]|$)/i.exec(text)?.[1]?.toLowerCase();
}
