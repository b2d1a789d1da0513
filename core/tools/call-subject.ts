// The subject of an approval of a call, and whether the call was allowed for the session. Both include the files that it runs.
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { describeRunFile, findChangedFile } from '../policy/run-files.ts';
import type { Machine } from '../ports/machine.ts';
import type { Plan } from '../ports/tool-source.ts';
import { toGrantKey, toVisibleSubject } from './approval-subject.ts';

/** What a person sees before deciding. */
export function toSubject(tool: string, plan: Plan, { kind: sandbox }: Machine, reason: string): ApprovalSubject {
  const { command, cwd, argv, resolvedPath, diff, isPlan, files, risks = [], suggestedRule } = plan;
  const copies = { argv: argv && [...argv], suggestedRule: suggestedRule && [...suggestedRule] };
  const details = defined({ ...copies, resolvedPath, diff, isPlan, files: files && [...files] });
  return toVisibleSubject({ tool, command, cwd, sandbox, reason, risks: [...risks], ...details });
}

/** The same for a call that was approved as `before` and isn't the same anymore. */
export function toChangedSubject(tool: string, plan: Plan, machine: Machine, before: ApprovalSubject): ApprovalSubject {
  const isSameMachine = before.sandbox === escapeHiddenInLine(machine.kind);
  const changed = `${isSameMachine ? describeChange(before, plan) : 'The machine'} changed since you saw it`;
  const subject = toSubject(tool, plan, machine, `${changed}, so it needs approval again.`);
  // Clients of the protocol show only the risks. The name of a file can contain hidden characters.
  return { ...subject, risks: [escapeHidden(`${changed}.`), ...subject.risks] };
}

function describeChange(before: ApprovalSubject, plan: Plan): string {
  const file = findChangedFile(before.files, plan.files);
  if (file !== undefined) return describeRunFile(file).replace(/^a /, 'A ');
  if (before.resolvedPath !== plan.resolvedPath) return 'The program';
  return before.cwd === plan.cwd ? 'This call' : 'The folder';
}

/**
 * Whether the call was allowed for this session on this kind of machine: `same`, or as what it was allowed if a file that it runs has
 * changed. It is derived from the session's log, so it survives a restart.
 */
export function findGrant(
  view: SessionView,
  tool: string,
  plan: Plan,
  { kind }: Pick<Machine, 'kind'>,
): 'same' | ApprovalSubject | undefined {
  // Each plan is approved on its own.
  if (plan.isPlan === true) return undefined;
  const wanted = toGrantKey(tool, plan);
  const sandbox = escapeHiddenInLine(kind);
  const granted = view.items
    .flatMap((item) => (item.kind === 'assistant' ? item.calls : []))
    .filter(
      ({ name, approval }) => approval?.outcome === 'allow-session' && toGrantKey(name, approval.subject) === wanted,
    )
    .flatMap(({ approval }) => (approval?.subject.sandbox === sandbox ? [approval.subject] : []));
  const isSame = granted.some(({ files }) => findChangedFile(files, plan.files) === undefined);
  return isSame ? 'same' : granted.at(-1);
}
