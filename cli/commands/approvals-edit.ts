// `gatehouse approvals edit`: changes a request, shows what the changed one would do, and allows it once.
import {
  EDITABLE_PARTS,
  type EditablePart,
  type EditableValue,
  type EditedParts,
} from '#contract/types/approval-edits.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatSubject } from '../output/format-approval.ts';
import { plainLine } from '../output/plain-text.ts';
import { textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { readInputFile } from '../terminal/input.ts';
import { editText } from '../terminal/run-editor.ts';

/** Options of the subcommand. */
export const EDIT_OPTIONS = {
  command: { value: 'line', help: 'The command to run instead' },
  folder: { value: 'path', help: 'The folder to run it in, relative to the workspace' },
  fetch: { value: 'url', help: 'The URL to fetch instead' },
  from: { value: 'file', help: 'A file with the content or new text to write instead' },
  ...YES_OPTION,
} as const;

/** Allows the edited request once. Without options, the request is opened in the user's editor. */
export async function editApproval(
  context: CommandContext,
  client: GatewayClient,
  { id }: ApprovalRecord,
): Promise<ExitCode> {
  const { output } = context;
  const { parts: values } = await client.request('approvals.draft', { id });
  const parts = readOptions(context, values) ?? (await openInEditor(context, values));
  const { verdict, subject, fingerprint } = await client.request('approvals.preview', { id, parts });
  for (const line of formatSubject(subject, output.colorize)) output.note(line);
  if (verdict === 'deny') throw new CommandError(EXIT.failed, `denied by policy: ${plainLine(subject.reason)}`);
  await confirm(context, 'Allow the edited request once?');
  const edited = { parts, fingerprint };
  const { applied, approval } = await client.request('approvals.resolve', { id, decision: 'allow-once', edited });
  output.json({ ok: applied, approval });
  if (!applied) {
    output.error(`gatehouse: approval ${id} was already answered: ${approval.outcome ?? 'pending'}`);
    return EXIT.failed;
  }
  output.line(`Allowed: ${plainLine(subject.command)}`);
  return EXIT.ok;
}

const OPTIONS: Readonly<Record<EditablePart, 'command' | 'folder' | 'fetch' | 'from'>> = {
  command: 'command',
  cwd: 'folder',
  url: 'fetch',
  content: 'from',
  newText: 'from',
};

function readOptions(context: CommandContext, values: readonly EditableValue[]): EditedParts | undefined {
  const editable = values.map(({ part }) => part);
  const given = EDITABLE_PARTS.filter((part) => textOption(context, OPTIONS[part]) !== undefined);
  const foreign = given.find((part) => !editable.some((own) => OPTIONS[own] === OPTIONS[part]));
  if (foreign !== undefined) throw new CommandError(EXIT.usage, `--${OPTIONS[foreign]} doesn't apply to this request`);
  const parts = editable.flatMap((part) => {
    const value = textOption(context, OPTIONS[part]);
    if (value === undefined) return [];
    return [[part, OPTIONS[part] === 'from' ? readInputFile(value) : value] as const];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** The first part: the command, the URL, or the text. */
async function openInEditor(context: CommandContext, [first]: readonly EditableValue[]): Promise<EditedParts> {
  if (first === undefined) throw new CommandError(EXIT.failed, "this request can't be edited");
  const text = await editText(context, first.part, first.value);
  const isLine = first.part === 'command' || first.part === 'url';
  // Editors end a file with a line break.
  return { [first.part]: isLine ? text.replace(/\r?\n$/, '') : text };
}
