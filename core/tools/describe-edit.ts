// What a model is told about a call that a person changed before allowing it.
import type { EditablePart, PartChange } from '#contract/types/approval-edits.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { unifiedDiff } from '#contract/types/unified-diff.ts';

const NAMES: Readonly<Record<EditablePart, string>> = {
  command: 'command',
  cwd: 'working directory',
  url: 'URL',
  content: 'content',
  newText: 'new text',
};
/** Longest description of one change for the model, characters. */
const MAX_DESCRIPTION = 8_000;

/** Tells the model what was executed instead of its call; undefined if nobody changed it. */
export function describeEdit({ input, edited }: Pick<ToolCallView, 'input' | 'edited'>): string | undefined {
  if (edited === undefined) return undefined;
  const changes = Object.entries(edited).map(([part, after]) => {
    const before = input[part];
    // `edited` has only these parts.
    return { part: part as EditablePart, before: typeof before === 'string' ? before : '', after };
  });
  return changes.map(describeChange).join('\n');
}

function describeChange({ part, before, after }: PartChange): string {
  const lead = `The user changed the ${NAMES[part]} before allowing it`;
  if (part !== 'content' && part !== 'newText') return `${lead}: ${truncateText(after, MAX_DESCRIPTION)}`;
  const diff = unifiedDiff(NAMES[part], before, after).text;
  return `${lead}. What the user changed in your text:\n${truncateText(diff, MAX_DESCRIPTION)}`;
}
