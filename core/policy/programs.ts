// Programs that need special care: those that run other programs or code, and shell built-ins.

/** Space-separated words as a set. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).filter((word) => word !== ''));
}

/** Shells and interpreters: their name doesn't say what they run. */
export const INTERPRETERS: ReadonlySet<string> = wordSet(`
  sh bash dash ash zsh ksh mksh fish csh tcsh rbash busybox toybox pwsh powershell cmd python python2
  python3 pypy pypy3 node nodejs deno bun perl ruby php lua luajit tclsh wish expect awk gawk mawk
  nawk sed gsed ed ex vi vim nvim nano emacs less more man osascript Rscript java groovy gdb lldb irb
  sqlite3 psql mysql m4 ts-node tsx babel-node coffee ipython ipython3 julia elixir iex erl escript runghc runhaskell ghci ocaml
  racket guile sbcl clisp clojure clj scala kotlin swift octave dart jshell qjs d8 cscript wscript mshta nu xonsh elvish yash
`);

/** Programs that run the program named in their arguments. */
export const WRAPPERS: ReadonlySet<string> = wordSet(`
  env timeout gtimeout xargs parallel nohup setsid nice ionice chrt taskset stdbuf unbuffer script
  time watch entr flock sudo doas su runuser pkexec setpriv chroot unshare nsenter firejail bwrap
  strace ltrace gtime caffeinate proxychains proxychains4 torsocks ssh tmux screen dtach systemd-run
  start-stop-daemon daemonize at batch find fd fdfind rlwrap winpty wine qemu-user ld.so npx pnpx bunx
  uvx pipx dlx corepack mise asdf direnv nix-shell dotenv dotenvx cross-env concurrently nodemon hyperfine perf valgrind heaptrack
  faketime fakeroot setarch prlimit numactl tsocks torify sg gosu su-exec run0 dumb-init tini chpst setuidgid envdir dbus-run-session
  xvfb-run ssh-agent chronic ifne retry watchexec reflex chamber aws-vault doppler envchain foreman honcho catchsegv
`);

/** Subcommands with which a package or container tool runs another program. */
export const RUNNING_SUBCOMMANDS: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: wordSet('exec x init create explore config set'),
  pnpm: wordSet('exec dlx create config'),
  yarn: wordSet('exec dlx create node config'),
  bun: wordSet('x create exec'),
  uv: wordSet('run tool'),
  pip: wordSet('config'),
  poetry: wordSet('run shell'),
  pipenv: wordSet('run shell'),
  conda: wordSet('run'),
  bundle: wordSet('exec'),
  rustup: wordSet('run'),
  nvm: wordSet('exec run'),
  fnm: wordSet('exec'),
  rbenv: wordSet('exec'),
  pyenv: wordSet('exec'),
  volta: wordSet('run'),
  lerna: wordSet('exec run'),
  docker: wordSet('run exec compose build cp'),
  podman: wordSet('run exec build cp'),
  kubectl: wordSet('exec run debug cp apply'),
  go: wordSet('run generate tool env'),
  cargo: wordSet('run install script'),
  git: wordSet(`
  config submodule filter-branch bisect rebase difftool mergetool daemon shell upload-pack
  receive-pack hook worktree
`),
};

/** Programs that take over the terminal: a person has to watch them. */
export const TERMINAL_PROGRAMS: ReadonlySet<string> = wordSet(`
  vi vim nvim view vimdiff nano pico emacs micro joe hx kak ed ex less more most man top htop btop tmux screen dtach mc ranger tig
  lazygit fzf gdb lldb
`);

/** Programs whose arguments come from their input. */
export const ARGUMENTS_FROM_INPUT: ReadonlySet<string> = wordSet('xargs parallel');

/** Names of the input as a file. */
const INPUT_FILE = /^\/(dev\/stdin|dev\/fd\/\d+|proc\/(self|thread-self|\d+)\/fd\/\d+)$/;

/** Whether an interpreter gets its code from its input. */
export function readsCode(program: string, args: readonly string[]): boolean {
  const family = getFamily(program);
  if (!INTERPRETERS.has(family) || CODE_AS_OPERAND.has(family)) return false;
  return args.every((arg) => arg.startsWith('-')) || args.some((arg) => INPUT_FILE.test(arg));
}

/** Shell built-ins that change the meaning of later words, or run text as a command. */
export const SHELL_WORDS: ReadonlySet<string> = wordSet(`
  if then else elif fi for while until do done case esac select function in coproc eval source . :
  exec export declare typeset local readonly unset set shopt alias unalias trap cd pushd popd command
  builtin enable hash read mapfile readarray getopts let bind complete compgen history fc jobs fg bg
  disown wait kill umask ulimit logout exit return break continue shift suspend times type caller help
  dirs autoload zmodload emulate noglob nocorrect repeat
`);

/** Programs whose subcommand says what they do. */
export const WITH_SUBCOMMAND: ReadonlySet<string> = wordSet(`
  git npm pnpm yarn bun cargo go docker podman kubectl pip pip3 uv poetry gh dotnet mvn gradle brew
  apt systemctl helm terraform openssl aws gcloud az nerdctl crictl pdm hatch conda mamba gem bundle composer mix cabal stack opam
  nix rustup deno nx turbo lerna vercel netlify firebase heroku flyctl wrangler supabase vagrant packer pulumi minikube kind skaffold
  svn hg jj launchctl service snap flatpak apt-get dnf yum pacman apk zypper choco scoop winget ip nmcli busctl gsettings dconf
`);

/** Programs whose operands are hosts or addresses. */
export const NETWORK_CLIENTS: ReadonlySet<string> = wordSet(`
  curl wget http https xh aria2c ssh scp sftp ftp rsync nc ncat netcat telnet socat ping dig nslookup host whois nmap lynx w3m
`);

/** Flags with which an interpreter takes code from the command line. */
const INLINE_FLAGS: ReadonlySet<string> = wordSet(`
  -e -E -c --eval --exec --execute -p --print -r --run --command -Command -EncodedCommand -enc /c /C
  /k -i -
`);

/** Interpreters that take their program as an ordinary argument. */
const CODE_AS_OPERAND: ReadonlySet<string> = wordSet('awk gawk mawk nawk sed gsed m4 expect');

/** The name of a program without its version: `python3.12` is `python3`, `node20` is `node`. */
export function getFamily(program: string): string {
  const name = program.split('/').at(-1) ?? program;
  // Only versions and Windows names differ from their family.
  if (!/[\dEe]$/.test(name) || INTERPRETERS.has(name) || WRAPPERS.has(name)) return name;
  const bare = name.replace(/\.exe$/i, '').replace(/-?\d+(\.\d+)*$/, '');
  return INTERPRETERS.has(bare) || WRAPPERS.has(bare) ? bare : name;
}

/** Whether an interpreter's arguments contain code, including in bundled short flags such as `-lc`. */
export function hasInlineCode(program: string, args: readonly string[]): boolean {
  const family = getFamily(program);
  if (!INTERPRETERS.has(family)) return false;
  if (CODE_AS_OPERAND.has(family)) return args.length > 0;
  return args.some(
    (arg) =>
      INLINE_FLAGS.has(arg) || /^--(eval|exec|execute|print|command|run)=/.test(arg) || /^-[A-Za-z]*[ceE]/.test(arg),
  );
}

/** Whether a table lists a subcommand of a program. Inherited properties (`constructor`) don't count. */
export function isListed(table: Readonly<Record<string, ReadonlySet<string>>>, program: string, sub: string): boolean {
  return Object.hasOwn(table, program) && table[program]?.has(sub) === true;
}

/** Whether the program runs what its arguments name. */
function startsOthers(words: readonly string[]): boolean {
  const [program = '', sub = ''] = words;
  return WRAPPERS.has(getFamily(program)) || isListed(RUNNING_SUBCOMMANDS, program, sub);
}

/** Whether a program that runs others gets one with inline code. */
export function hidesCode(words: readonly string[]): boolean {
  if (!startsOthers(words)) return false;
  return words.some((word, index) => index > 0 && hasInlineCode(word, words.slice(index + 1)));
}
