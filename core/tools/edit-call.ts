// The parts of a call that a person can change before allowing it, and what the changed call would do.
import type { EditablePart, EditableValue, EditedParts } from '#contract/types/approval-edits.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidEdit, listChanges, type CheckedEdit, type EditableCall } from '../answers/approval-edits.ts';
import { findCall, type ActiveRun } from '../runs/active-run.ts';
import { toFingerprint, toVisiblePrograms } from './approval-subject.ts';
import { toSubject } from './call-subject.ts';
import { planCall, judgeCall } from './judge-call.ts';
import { openCall, type OpenParts } from './open-call.ts';

/** By built-in tool. Nothing is known about the inputs of other tools. */
const PARTS: Readonly<Record<string, readonly EditablePart[]>> = {
  exec: ['command', 'cwd'],
  fetch: ['url'],
  write: ['content'],
  edit: ['newText'],
};

/** A pending call for the person who answers. */
export function toEditable(parts: OpenParts, run: ActiveRun, callId: string): EditableCall {
  return {
    values: () => listValues(findCall(run.actor.view, callId)),
    check: (edited) => checkEdit(parts, run, callId, edited),
  };
}

function listValues(call: ToolCallView | undefined): readonly EditableValue[] {
  if (call === undefined) return [];
  const input = { ...call.input, ...call.edited };
  return (Object.hasOwn(PARTS, call.name) ? (PARTS[call.name] ?? []) : []).map((part) => {
    const value = input[part];
    return { part, value: typeof value === 'string' ? value : part === 'cwd' ? '.' : '' };
  });
}

async function checkEdit(parts: OpenParts, run: ActiveRun, callId: string, edited: EditedParts): Promise<CheckedEdit> {
  const call = findCall(run.actor.view, callId);
  if (call === undefined) throw invalidEdit('The call no longer exists.');
  const changes = listChanges(listValues(call), edited);
  for (const { after } of changes) parts.ports.secretGuard.refuse(after);
  const changed = { ...call, edited: { ...call.edited, ...edited } };
  const opened = await openCall(parts, run, changed);
  if ('isError' in opened) throw invalidEdit(opened.text);
  if ('questions' in opened) throw invalidEdit("Questions can't be edited.");
  const plan = await planCall(run, opened);
  if ('isError' in plan) throw invalidEdit(plan.text);
  const { verdict, reason, programs } = await judgeCall(parts, run, opened, plan);
  const subject = {
    ...toSubject(call.name, plan, opened.machine, reason),
    ...defined({ programs: toVisiblePrograms(programs) }),
  };
  // The same command on another machine isn't what was shown.
  const shown = JSON.stringify([subject.sandbox, toFingerprint(call.name, plan)]);
  const fingerprint = parts.ports.worktreeFolders.hash(shown);
  return { changes, subject, verdict, fingerprint };
}
