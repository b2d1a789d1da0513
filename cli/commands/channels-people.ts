// Subcommands of `channels` about people: codes, requests, and those who are linked.
import { PERSON_RIGHTS, type ChannelPerson, type PersonRight } from '#contract/types/channels.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import { argument, listOption, textOption, type CommandContext, type Subcommand } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

type Request = MethodResult<'channels.pairing.list'>['requests'][number];

/** Subcommands about people. */
export const CHANNEL_PEOPLE_SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'link',
    summary: 'Create a code that links whoever sends it to the bot first',
    options: {
      channel: { value: 'channel', help: 'Only on this channel' },
      allow: {
        value: 'right',
        help: `What the person may do besides writing: ${PERSON_RIGHTS.join(' or ')}`,
        isRepeatable: true,
      },
    },
    run: withClient(link),
  },
  { name: 'requests', summary: 'List people who ask to be linked', run: withClient(listRequests) },
  { name: 'approve', summary: 'Link a person who asks', args: [{ name: 'request' }], run: withClient(approve) },
  { name: 'dismiss', summary: 'Remove a request', args: [{ name: 'request' }], run: withClient(dismiss) },
  { name: 'people', summary: 'List linked people', run: withClient(listPeople) },
  {
    name: 'unlink',
    summary: 'Unlink a person',
    args: [{ name: 'channel' }, { name: 'sender' }],
    options: YES_OPTION,
    run: withClient(unlink),
  },
];

async function link(context: CommandContext, client: GatewayClient): Promise<void> {
  const channel = textOption(context, 'channel');
  const rights = readRights(listOption(context, 'allow'));
  const created = await client.request('channels.codes.create', {
    rights,
    ...(channel === undefined ? {} : { channel }),
  });
  const lines = [
    `Send this to the bot: /link ${created.code}`,
    ...(created.link === undefined ? [] : [`Or open: ${created.link}`]),
  ];
  context.output.result({ ok: true, ...created }, [...lines, 'The code works once, within ten minutes.'].join('\n'));
}

function readRights(words: readonly string[]): PersonRight[] {
  return words.map((word) => {
    const right = PERSON_RIGHTS.find((known) => known === word);
    if (right === undefined)
      throw new CommandError(EXIT.usage, `"${word}" is not a right. Rights: ${PERSON_RIGHTS.join(', ')}`);
    return right;
  });
}

async function listRequests({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { requests } = await client.request('channels.pairing.list', {});
  output.json({ ok: true, requests });
  output.table(
    [
      { title: 'CODE', cell: getCode },
      { title: 'NAME', cell: ({ senderLabel }) => plainLine(senderLabel) },
      { title: 'CHANNEL', cell: ({ channel }) => channel },
      { title: 'ID', cell: ({ senderId }) => plainLine(senderId) },
    ],
    requests,
    'Nobody asks to be linked.',
  );
}

async function approve(context: CommandContext, client: GatewayClient): Promise<void> {
  const request = await findRequest(context, client);
  const { requestId, channel, accountId, senderLabel } = request;
  const result = await client.request('channels.pairing.approve', { requestId, channel, accountId });
  context.output.result({ ok: true, ...result }, `Linked ${plainLine(senderLabel)}.`);
}

async function dismiss(context: CommandContext, client: GatewayClient): Promise<void> {
  const { requestId, channel, accountId, senderLabel } = await findRequest(context, client);
  const result = await client.request('channels.pairing.dismiss', { requestId, channel, accountId });
  context.output.result({ ok: true, ...result }, `Dismissed the request of ${plainLine(senderLabel)}.`);
}

async function findRequest(context: CommandContext, client: GatewayClient): Promise<Request> {
  const asked = argument(context, 0);
  const { requests } = await client.request('channels.pairing.list', {});
  const found = requests.find((request) => request.requestId === asked || getCode(request) === asked.toUpperCase());
  if (found === undefined)
    throw new CommandError(EXIT.failed, `there is no request "${asked}". List them with: gatehouse channels requests`);
  return found;
}

function getCode({ metadata }: Request): string {
  return metadata?.['code'] ?? '?';
}

async function listPeople({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { people } = await client.request('channels.people.list', {});
  output.json({ ok: true, people });
  output.table(
    [
      { title: 'NAME', cell: ({ name }: ChannelPerson) => plainLine(name) },
      { title: 'CHANNEL', cell: ({ channel }) => channel },
      { title: 'ID', cell: ({ senderId }) => plainLine(senderId) },
      { title: 'MAY', cell: ({ rights }) => ['write', ...rights].join(', ') },
      {
        title: 'LAST MESSAGE',
        cell: ({ lastSeenAtMs }) => (lastSeenAtMs === undefined ? '-' : formatTime(lastSeenAtMs)),
      },
    ],
    people,
    'Nobody is linked.',
  );
}

async function unlink(context: CommandContext, client: GatewayClient): Promise<void> {
  const which = { channel: argument(context, 0), senderId: argument(context, 1) };
  await confirm(context, `Unlink ${plainLine(which.senderId)}? Their messages no longer reach agents.`);
  await client.request('channels.people.unlink', which);
  context.output.result({ ok: true, ...which }, 'Unlinked.');
}
