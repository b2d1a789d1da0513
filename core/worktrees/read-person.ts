// Who commits: the person, as the repository or their own settings name them.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Git } from '../ports/git.ts';
import type { WorktreePorts } from './worktree-ports.ts';

/** The variables with which git records a person as author and committer. */
export type Identity = Readonly<Record<string, string>>;

/** Name and email of the person, as git settings for a folder have them. Undefined if one of them is missing. */
export async function readPerson(
  git: Git,
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly email: string } | undefined> {
  const args = ['config', '--null', '--get-regexp', '^user\\.(name|email)$'];
  const { text } = await git.run(folder, args, { signal, asPerson: {}, okCodes: [1, 128] });
  const values = new Map(
    text.split('\0').map((entry) => {
      const end = entry.indexOf('\n');
      return [entry.slice(0, end), entry.slice(end + 1).trim()] as const;
    }),
  );
  const name = values.get('user.name');
  const email = values.get('user.email');
  return name && email ? { name, email } : undefined;
}

/** Reads it for a folder of a repository. @throws {GatewayError} `NO_IDENTITY` */
export async function readIdentity(
  { git }: Pick<WorktreePorts, 'git'>,
  folder: string,
  signal: AbortSignal,
): Promise<Identity> {
  const person = await readPerson(git, folder, signal);
  if (person === undefined)
    throw invalidRequest(
      "Git doesn't know who you are, so it can't commit.",
      'NO_IDENTITY',
      'Run: git config --global user.name "Your Name", and the same for user.email.',
    );
  const { name, email } = person;
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
