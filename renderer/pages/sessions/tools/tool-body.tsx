// The expanded part of a tool call: command and output, a diff, or its input and result.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatDuration, formatList, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { CommandText } from '../../../design/command-text.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { VisibleText } from '../../../design/visible-text.tsx';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { describeDecider } from './describe-decider.ts';
import { readSteps } from './plan-steps.ts';
import { PlanSteps } from './plan-list.tsx';
import { TerminalOutput } from './terminal-output.tsx';

interface ToolBodyProps {
  readonly call: ShownCall;
  /** Output so far while it runs. */
  readonly output: string | undefined;
}

/** The expanded part of a card. */
export function ToolBody({ call, output }: ToolBodyProps) {
  const { state, text = '' } = call;
  if (call.name === 'todo' && state === 'done')
    return (
      <div className="overflow-hidden rounded-md border border-line">
        <PlanSteps steps={readSteps(call.input)} />
      </div>
    );
  const { command, cwd, diff } = describeAction(call);
  return (
    <div className="overflow-hidden rounded-md border border-line bg-code">
      {command !== undefined && <CommandLine command={command} cwd={cwd} />}
      {diff !== '' && <DiffView text={diff} limit={200} />}
      {command === undefined && diff === '' && <Input call={call} />}
      {(diff === '' || state !== 'done') && (
        <TerminalOutput text={output ?? withoutExitLine(text)} live={state === 'running' && output !== undefined} />
      )}
      <Footer call={call} />
    </div>
  );
}

/** What ran, or would run: as a person changed it, if so. */
function describeAction({ input, edited, details, approval }: ShownCall) {
  const subject = approval?.edit?.subject ?? approval?.subject;
  return {
    command: readText(edited?.command ?? input['command']),
    cwd: readText(details?.['cwd']) ?? subject?.cwd ?? '.',
    diff: readText(details?.['diff']) ?? subject?.diff ?? '',
  };
}

function CommandLine({ command, cwd }: { readonly command: string; readonly cwd: string }) {
  return (
    <div className="flex items-start gap-2 py-1.5 pe-1.5 ps-3">
      <pre className="min-w-0 flex-1 py-0.5 text-(length:--code-size) leading-[1.5] wrap-anywhere whitespace-pre-wrap text-ink">
        <span aria-hidden className="me-2 text-ink-faint select-none">
          $
        </span>
        <CommandText command={command} />
        {cwd !== '.' && (
          <span className="mt-0.5 block font-sans text-2xs text-ink-faint">
            {t('tools.inFolder', { folder: escapeHiddenInLine(cwd) })}
          </span>
        )}
      </pre>
      <CopyButton plain label={t('controls.copyCommand')} size="xs" text={command} />
    </div>
  );
}

function Input({ call }: { readonly call: ShownCall }) {
  const entries = Object.entries({ ...call.input, ...call.edited });
  if (entries.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 px-3 py-2 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="max-h-40 overflow-auto font-mono wrap-anywhere whitespace-pre-wrap text-ink-soft">
            <VisibleText text={typeof value === 'string' ? value : JSON.stringify(value)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Footer({ call }: Pick<ToolBodyProps, 'call'>) {
  const { details, durationMs, state } = call;
  const exit = details?.['exitCode'];
  const facts = joinFacts(
    typeof exit === 'number' ? t('tools.exit', { code: String(exit) }) : '',
    durationMs === undefined ? '' : formatDuration(durationMs),
    describeDecider(call),
    state === 'unknown' ? t('tools.mayHaveRun') : '',
    describeHidden(details?.['hiddenSecrets']),
  );
  if (facts === '') return null;
  return <p className="tabular border-t border-line px-3 py-1 text-2xs text-ink-faint">{facts}</p>;
}

/** Secrets that the model didn't get. */
function describeHidden(labels: unknown): string {
  if (!Array.isArray(labels) || labels.length === 0) return '';
  return t('tools.hiddenSecrets', { names: formatList(labels.map(String)) });
}

/** The text for the model ends with the exit code; here the footer shows it. */
function withoutExitLine(text: string): string {
  return text.replace(/\n?\(exit code -?\d+\)\s*$/, '');
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
