// `gatehouse changes commit|push|pull-request`: commits and publishes what a session changed.
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findSession } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import { argument, hasFlag, optionAs, textOption, type CommandContext, type Subcommand } from '../parser/command.ts';

const SESSION = [{ name: 'session', completes: 'session' }] as const;
const SECRETS = { 'allow-secrets': { help: 'Include files that appear to contain secrets' } } as const;
const REMOTE = {
  remote: { value: 'name', help: 'Remote to push to (default: origin, or the only one)' },
} as const;

/** The subcommands that commit and publish. */
export const PUBLISHING: readonly Subcommand[] = [
  {
    name: 'commit',
    summary: 'Commit the uncommitted changes of a session',
    args: SESSION,
    options: {
      message: { short: 'm', value: 'text', help: 'Commit message (default: one that the model writes)' },
      ...SECRETS,
    },
    run: withClient(commit),
  },
  {
    name: 'push',
    summary: 'Push the branch of a session with your git credentials',
    args: SESSION,
    options: { ...REMOTE, ...SECRETS },
    run: withClient(push),
  },
  {
    name: 'pull-request',
    summary: 'Push the branch of a session and open a pull request with the GitHub CLI',
    args: SESSION,
    options: {
      title: { short: 't', value: 'text', help: 'Title (default: the title of the session)' },
      body: { value: 'text', help: 'Description' },
      base: {
        short: 'b',
        value: 'branch',
        help: 'Target branch (default: the one the worktree started from, or that of the remote)',
      },
      draft: { help: 'Open it as a draft' },
      ...REMOTE,
      ...SECRETS,
    },
    run: withClient(openPullRequest),
  },
];

async function findKey(context: CommandContext, client: GatewayClient): Promise<string> {
  return (await findSession(client, argument(context, 0))).key;
}

async function commit(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const message =
    textOption(context, 'message') ?? (await client.request('changes.commitMessage', { sessionKey })).message;
  const made = await client.request('changes.commit', { sessionKey, message, ...readSecrets(context) });
  const files = made.files === 1 ? '1 file' : `${made.files} files`;
  context.output.result(
    { ok: true, ...made, message },
    `Committed ${files}: ${plainLine(message.split('\n')[0] ?? '')}`,
  );
}

async function push(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const options = { ...optionAs(context, 'remote', 'remote'), ...readSecrets(context) };
  const pushed = await client.request('changes.push', { sessionKey, ...options });
  context.output.result({ ok: true, ...pushed }, `Pushed ${plainLine(pushed.branch)} to ${plainLine(pushed.remote)}.`);
}

async function openPullRequest(context: CommandContext, client: GatewayClient): Promise<void> {
  const sessionKey = await findKey(context, client);
  const { pullRequest } = await client.request('changes.pullRequest', {
    sessionKey,
    ...optionAs(context, 'title', 'title'),
    ...optionAs(context, 'body', 'body'),
    ...optionAs(context, 'base', 'base'),
    ...optionAs(context, 'remote', 'remote'),
    ...defined({ draft: hasFlag(context, 'draft') ? true : undefined }),
    ...readSecrets(context),
  });
  context.output.result({ ok: true, pullRequest }, plainLine(pullRequest.url));
}

function readSecrets(context: CommandContext): { readonly allowSecrets?: true } {
  return defined({ allowSecrets: hasFlag(context, 'allow-secrets') ? (true as const) : undefined });
}
