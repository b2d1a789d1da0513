// Committing and publishing the changes of a session.
import { Type } from 'typebox';
import type { MadeCommit, PullRequest, PushedBranch } from '../types/publishing.ts';
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { SessionKey, closed, resultType } from './results.ts';

const MAX_MESSAGE_CHARS = 20_000;
const MAX_PATHS = 10_000;
const Message = Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARS });
const Path = Type.String({ minLength: 1, maxLength: 4_096 });
const Remote = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
/** A person has decided to publish text that looks like a secret. */
const allowSecrets = Type.Optional(Type.Boolean());

/** Methods that publish changes. Those that change a repository or use the person's credentials require an administrator. */
export const PUBLISHING_METHODS = {
  'changes.commitMessage': writeMethod({
    summary: 'Proposes a commit message for the uncommitted changes of a session.',
    params: closed({ sessionKey: SessionKey }),
    result: resultType<{ readonly message: string }>('ProposedMessage'),
    isLong: true,
  }),
  'changes.commit': adminMethod({
    summary:
      "Commits the changes of a session, or only `paths`. Hooks and filters don't run. Rejected with `SECRETS_FOUND` if the changes appear to contain secrets, unless `allowSecrets` is set.",
    params: closed({
      sessionKey: SessionKey,
      message: Message,
      paths: Type.Optional(Type.Array(Path, { maxItems: MAX_PATHS })),
      allowSecrets,
    }),
    result: resultType<MadeCommit>('MadeCommit'),
    isLong: true,
  }),
  'changes.push': adminMethod({
    summary:
      "Pushes the branch of a session to a remote, with the user's git credentials on this computer. Never force-pushes. Rejected with `SECRETS_FOUND`, as a commit is.",
    params: closed({ sessionKey: SessionKey, remote: Remote, allowSecrets }),
    result: resultType<PushedBranch>('PushedBranch'),
    isLong: true,
  }),
  'changes.pullRequest': adminMethod({
    summary: 'Pushes the branch of a session and opens a pull request through the GitHub CLI (`gh`).',
    params: closed({
      sessionKey: SessionKey,
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
      body: Type.Optional(Type.String({ maxLength: MAX_MESSAGE_CHARS })),
      base: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      draft: Type.Optional(Type.Boolean()),
      remote: Remote,
      allowSecrets,
    }),
    result: resultType<{ readonly pullRequest: PullRequest }>('PullRequest'),
    isLong: true,
  }),
  'changes.pullRequest.status': readMethod({
    summary: 'Returns the latest pull request of the branch of a session with its checks, or null.',
    params: closed({ sessionKey: SessionKey }),
    result: resultType<{ readonly pullRequest: PullRequest | null }>('PullRequest'),
    isLong: true,
  }),
} as const;
