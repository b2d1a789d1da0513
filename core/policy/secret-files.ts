// Files that hold secrets: a command that names one always requires approval, unless a person wrote a rule for it.
import { normalizeName } from './control-files.ts';
import { wordSet } from './programs.ts';

/** Folders of keys, credentials, and of Git and Gatehouse themselves. */
const FOLDERS = wordSet(
  '.ssh .gnupg .aws .azure .kube .docker .gcloud .git .gatehouse .password-store .1password keychains',
);

const FILES = wordSet(`
  .netrc _netrc .pgpass .my.cnf .mylogin.cnf .npmrc .yarnrc .yarnrc.yml .pypirc .gemrc .curlrc .wgetrc .htpasswd .envrc
  .git-credentials .gitconfig .dockercfg .vault-token .terraformrc .boto .s3cfg .bash_history .zsh_history .python_history
  .node_repl_history .psql_history .mysql_history .lesshst credentials credentials.json shadow
`);

const NAMES: readonly RegExp[] = [
  /^\.env(?!\.(example|sample|template|dist)$)(\.|$)/,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|age)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)/,
  /^(secrets?|service-?account|client_secret)[\w-]*(\.\w+)*\.(json|ya?ml|toml|ini|txt)$/,
];

/** Whether a path names a file or folder of secrets. */
export function isSecretFile(file: string): boolean {
  const parts = file.split(/[\\/:]/).map(normalizeName);
  const name = parts.at(-1) ?? '';
  return parts.some((part) => FOLDERS.has(part)) || FILES.has(name) || NAMES.some((pattern) => pattern.test(name));
}

/** Settings of agents and editors, hooks, and startup files of shells. */
const SETTINGS = wordSet(`
  .vscode .idea .zed .claude .cursor .codex .gemini .windsurf .husky .bashrc .bash_profile .bash_login .bash_logout .profile
  .zshrc .zshenv .zprofile .zlogin .inputrc .vimrc .mcp.json
`);

/** Whether a path names settings that other programs load code from. */
export function isSettingsFile(file: string): boolean {
  return file.split(/[\\/:]/).some((part) => SETTINGS.has(normalizeName(part)));
}

/** The files of secrets as patterns of names, for programs that search folders and can leave names out. */
export const SECRET_GLOBS: readonly string[] = [
  ...FOLDERS,
  ...FILES,
  ...'.env .env.local .env.*.local .env.production .env.development .env.test .env.staging'.split(' '),
  ...'*.pem *.key *.p12 *.pfx *.jks *.keystore *.kdbx *.ppk *.asc *.gpg *.age'.split(' '),
  ...'id_rsa* id_dsa* id_ecdsa* id_ed25519*'.split(' '),
  ...['json', 'yaml', 'yml', 'toml', 'ini', 'txt'].flatMap((end) =>
    ['secret', 'secrets', 'service-account', 'serviceaccount', 'client_secret'].map((name) => `${name}*.${end}`),
  ),
];
