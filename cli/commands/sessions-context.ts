// `gatehouse sessions context`: what the model of a session sees.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CONTEXT_PARTS, type ContextPart, type ContextSection, type SessionContext } from '#contract/types/context.ts';
import { findSession } from '../connection/find.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainText } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, hasFlag, listOption, type CommandContext } from '../parser/command.ts';

/** Options of the command. */
export const CONTEXT_OPTIONS = {
  limit: {
    value: 'part=tokens',
    help: `Token limit for a part in this session: ${CONTEXT_PARTS.join(', ')}; 0 excludes it. Repeat for several`,
    isRepeatable: true,
  },
  file: { value: 'path', help: 'Include this workspace file. Repeat for several', isRepeatable: true },
  reset: { help: "Use the agent's limits and files again" },
} as const;

type Row = ContextSection & { readonly share: number };

const COLUMNS: readonly Column<Row>[] = [
  { title: 'PART', cell: ({ id }) => id },
  { title: 'TOKENS', cell: ({ tokens }) => tokens.toLocaleString('en-US'), alignsRight: true },
  { title: 'SHARE', cell: ({ share }) => `${(share * 100).toFixed(1)} %`, alignsRight: true },
  { title: 'LIMIT', cell: ({ limit }) => limit?.toLocaleString('en-US') ?? '', alignsRight: true },
  { title: 'NOTE', cell: describeNote },
];

/** Shows the parts, or the text of one; with options, changes the limits first. */
export async function contextOfSession(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output, args } = context;
  const { key } = await findSession(client, argument(context, 0));
  await change(context, client, key);
  const id = args[1];
  if (id !== undefined) {
    const { text } = await client.request('sessions.context.text', { key, id });
    output.json({ ok: true, key, id, text });
    output.text(plainText(text));
    return;
  }
  const found = await client.request('sessions.context', { key });
  output.json({ ok: true, ...found });
  const { window, tokens, provider, model } = found;
  const size = `${tokens.toLocaleString('en-US')} of ${window.toLocaleString('en-US')} tokens`;
  output.line(`${provider}/${model} · ${size} (${((tokens / window) * 100).toFixed(1)} %)`);
  output.table(
    COLUMNS,
    found.sections.map((section) => ({ ...section, share: section.tokens / window })),
  );
}

async function change(context: CommandContext, client: GatewayClient, key: string): Promise<void> {
  if (hasFlag(context, 'reset')) await client.request('sessions.patch', { key, context: null });
  const limits = readLimits(context);
  const paths = listOption(context, 'file');
  if (Object.keys(limits).length === 0 && paths.length === 0) return;
  const { own }: SessionContext = await client.request('sessions.context', { key });
  const files = paths.length === 0 ? {} : { paths: [...paths] };
  await client.request('sessions.patch', { key, context: toWritable({ ...own, ...limits, ...files }) });
}

function toWritable({ paths, ...limits }: SessionContext['own']) {
  return { ...limits, ...(paths === undefined ? {} : { paths: [...paths] }) };
}

function readLimits(context: CommandContext): Partial<Record<ContextPart, number>> {
  const limits: Partial<Record<ContextPart, number>> = {};
  for (const pair of listOption(context, 'limit')) {
    const [name = '', tokens = ''] = pair.split('=', 2);
    const part = CONTEXT_PARTS.find((one) => one === name);
    if (part === undefined || !/^\d{1,6}$/.test(tokens))
      throw new CommandError(
        EXIT.usage,
        `invalid value ${JSON.stringify(pair)} for --limit: use part=tokens, such as tree=2000`,
      );
    limits[part] = Number(tokens);
  }
  return limits;
}

function describeNote({ problem, isTruncated, count }: Row): string {
  if (problem !== undefined) return `not included: ${problem}`;
  if (isTruncated === true) return 'truncated';
  return count === undefined ? '' : `${count} messages`;
}
