// What a command does that a person must not overlook, in plain English: one table for approvals, Home, phones, and the CLI.
// It only explains. What may run is decided by the policy.

/** The words of one command of a line. `from` is the command whose output it reads. */
export interface RiskyCommand {
  readonly words: readonly string[];
  readonly from?: readonly string[];
}

interface RiskKind {
  readonly programs: ReadonlySet<string>;
  readonly text: string;
  /** A word that must follow; without it, the program itself is the risk. */
  readonly word?: RegExp;
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((name) => name !== ''));

const SHELLS = 'sh bash dash ash zsh ksh fish csh tcsh pwsh powershell cmd busybox';
const INTERPRETERS = names(`
  ${SHELLS} python python2 python3 node nodejs deno bun perl ruby php lua osascript psql mysql sqlite3
`);
const DOWNLOADS = 'curl wget aria2c http https lynx';
const DOWNLOADERS = names(DOWNLOADS);
const PACKAGES = `npm pnpm yarn bun pip pip2 pip3 pipx uv poetry conda gem bundle composer cargo go brew apt apt-get dnf yum
  pacman apk snap choco winget`;
const CODE_FLAG = /^(-[a-zA-Z]*[ce]|--eval|--exec|--command|-Command|-EncodedCommand|\/c)$/;

const risk = (programs: string, text: string, word?: RegExp): RiskKind => {
  return { programs: names(programs), text, ...(word === undefined ? {} : { word }) };
};

/** The most severe first. Of entries for a program without a word, only the first that fits counts. */
const KINDS: readonly RiskKind[] = [
  risk('rm rmdir unlink srm shred wipe del erase', 'Deletes files'),
  risk('find fd', 'Deletes files', /^--?delete$/),
  risk('rsync', 'Deletes files', /^--(delete|remove-source-files)/),
  risk('git', 'Deletes untracked files', /^clean$/),
  risk('dd mkfs fdisk sfdisk parted wipefs diskutil format', 'Overwrites data on a disk'),
  risk('sudo su doas pkexec runas', 'Runs with administrator rights'),
  risk('dropdb', 'Deletes a database'),
  risk('terraform tofu pulumi', 'Changes infrastructure', /^(destroy|apply|up)$/),
  risk('kubectl helm', 'Changes a cluster', /^(delete|apply|drain|uninstall|upgrade|scale)$/),
  risk('docker podman', 'Deletes or stops containers', /^(prune|rm|rmi|kill|down)$/),
  risk('docker podman', 'Gives a container full access to this computer', /^--privileged$/),
  risk('git', 'Overwrites changes or history', /^(-f|--force|--force-with-lease(=.*)?|--mirror|\+\S+)$/),
  risk('git', 'Discards changes', /^(--hard|restore)$/),
  risk('git', 'Rewrites commits', /^(rebase|filter-branch|filter-repo|--amend)$/),
  risk('git', 'Skips the hooks of the repository', /^--no-verify$/),
  risk('git', 'Uploads commits', /^push$/),
  risk('npm pnpm yarn cargo twine gem poetry uv', 'Publishes a package', /^(publish|upload|unpublish)$/),
  risk('gh glab', 'Changes something on GitHub or GitLab', /^(merge|delete|create|close|edit)$/),
  risk('chmod chown chgrp chattr setfacl icacls takeown', 'Changes file permissions'),
  risk('kill killall pkill xkill taskkill', 'Stops processes'),
  risk('shutdown reboot halt poweroff', 'Shuts down or restarts this computer'),
  risk('systemctl service launchctl', 'Changes system services'),
  risk('crontab at schtasks', 'Schedules commands to run later'),
  risk('iptables nft ufw netsh', 'Changes the firewall'),
  risk('eval source .', 'Runs text as a command'),
  risk('truncate tee', 'Overwrites files'),
  risk('sed perl', 'Changes files in place', /^(-[a-zA-Z]*i.*|--in-place.*)$/),
  risk('ssh', 'Runs commands on another computer'),
  risk(DOWNLOADS, 'Sends data to the network', /^(-[dFTX]|--(data|form|upload-file|post-|json|request).*)$/),
  risk(`${DOWNLOADS} nc ncat netcat socat telnet ftp sftp scp rsync`, 'Connects to the network'),
  risk('npx pnpx bunx uvx', 'Downloads and runs a package'),
  risk(PACKAGES, 'Downloads and runs a package', /^(exec|dlx|x)$/),
  risk(PACKAGES, 'Installs or removes packages', /^(install|i|add|ci|get|sync|update|upgrade|uninstall|remove|purge)$/),
  risk('git npm yarn pnpm', 'Changes settings or packages outside this folder', /^(--global|--system|-g)$/),
  risk('printenv env set', 'Can print environment variables, which may hold secrets'),
];

/** Programs that are marked as dangerous wherever a command is shown. */
const MARKED_PROGRAMS = names(`
  rm rmdir unlink srm shred dd mkfs sudo su doas chmod chown kill killall pkill reboot shutdown halt poweroff eval truncate
`);
const MARKED_ARGUMENTS = names('--force -rf -fr --hard --no-verify --no-preserve-root --privileged -delete --global');

/** Whether a program is marked as dangerous. */
export function isMarkedProgram(name: string): boolean {
  return MARKED_PROGRAMS.has(name);
}

/** Whether an argument is marked as dangerous. */
export function isMarkedArgument(word: string): boolean {
  return MARKED_ARGUMENTS.has(word);
}

/** Whether a program runs the text that it reads. */
export function runsInput(name: string): boolean {
  return INTERPRETERS.has(name);
}

interface Risk {
  /** The lower, the more severe. */
  readonly rank: number;
  readonly text: string;
}

/** What the commands do, as sentences: the most severe first, each once. */
export function describeRisks(commands: readonly RiskyCommand[]): readonly string[] {
  const risks = commands.flatMap((command, at) => {
    const next = commands[at + 1];
    // A download that is run is one risk.
    const isRun = next?.from === command.words && describePipe(next).length > 0;
    return [...describePipe(command), ...(isRun ? [] : describeCommand(command.words))];
  });
  return [...new Set(risks.toSorted((a, b) => a.rank - b.rank).map(({ text }) => `${text}.`))];
}

function describePipe({ words, from }: RiskyCommand): readonly Risk[] {
  const program = words.map(getProgram).find(runsInput);
  if (from === undefined || program === undefined) return [];
  const source = getProgram(from[0] ?? '');
  const text = DOWNLOADERS.has(source) ? 'Downloads a script and runs it' : 'Runs the output of another command';
  return [{ rank: -1, text: `${text} (${source} | ${program})` }];
}

function describeCommand(words: readonly string[]): readonly Risk[] {
  const program = getProgram(words[0] ?? '');
  const args = words.slice(1);
  const code = runsInput(program) ? args.find((word) => CODE_FLAG.test(word)) : undefined;
  const found = KINDS.flatMap((kind, rank) => {
    if (!kind.programs.has(program)) return [];
    const match = kind.word === undefined ? undefined : args.find((word) => kind.word?.test(word));
    if (kind.word !== undefined && match === undefined) return [];
    return [{ rank, isGeneral: kind.word === undefined, text: `${kind.text} (${quote(program, args, match)})` }];
  });
  // "Sends data" says more than "Connects".
  const risks = found.length > 1 ? found.filter(({ isGeneral }) => !isGeneral) : found;
  return code === undefined
    ? risks
    : [{ rank: 0, text: `Runs code in the command line (${program} ${code})` }, ...risks];
}

/** The program with the word that matters, or with its first options. */
function quote(program: string, args: readonly string[], match: string | undefined): string {
  if (match === undefined) {
    const end = args.findIndex((word) => !word.startsWith('-'));
    return [program, ...args.slice(0, end < 0 ? undefined : end).slice(0, 3)].join(' ');
  }
  // The subcommand says what an option applies to.
  const [sub = match] = args;
  return sub === match || !/^[a-z][a-z-]*$/.test(sub) ? `${program} ${match}` : `${program} ${sub} ${match}`;
}

function getProgram(word: string): string {
  const name = word.split(/[\\/]/).at(-1) ?? word;
  return name.replace(/\.exe$/i, '').replace(/^mkfs\..*$/, 'mkfs');
}
