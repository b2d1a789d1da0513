// The expanded part of a tool call: command and output, a diff, or its input and result.
import { formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { CommandText } from '../../../design/command-text.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { TerminalOutput } from './terminal-output.tsx';
import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { cx } from '../../../design/class-names.ts';

interface ToolBodyProps {
  readonly call: ShownCall;
  /** Output so far while it runs. */
  readonly output: string | undefined;
}

/** The expanded part of a card. */
export function ToolBody(props: ToolBodyProps) {
  const { call } = props;
  if (call.name !== 'todo' || call.state !== 'done') return <Traces {...props} />;
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <PlanList input={call.input} />
    </div>
  );
}

function Traces({ call, output }: ToolBodyProps) {
  const diff = readText(call.details?.['diff']) ?? call.approval?.subject.diff;
  const command = readText(call.input['command']);
  return (
    <div className="overflow-hidden rounded-md border border-line bg-code">
      {command === undefined ? null : (
        <CommandLine command={command} cwd={readText(call.details?.['cwd']) ?? call.approval?.subject.cwd} />
      )}
      {diff === undefined || diff === '' ? null : <DiffView text={diff} limit={200} />}
      {command === undefined && (diff === undefined || diff === '') ? <Input call={call} /> : null}
      {diff !== undefined && diff !== '' && call.state === 'done' ? null : (
        <TerminalOutput
          text={output ?? withoutExitLine(call.text ?? '')}
          live={call.state === 'running' && output !== undefined}
        />
      )}
      <Footer call={call} />
    </div>
  );
}

function CommandLine({ command, cwd }: { readonly command: string; readonly cwd: string | undefined }) {
  return (
    <div className="flex items-start gap-2 py-1.5 pr-1.5 pl-3">
      <pre className="min-w-0 flex-1 py-0.5 text-(length:--code-size) leading-[1.5] wrap-anywhere whitespace-pre-wrap text-ink">
        <span aria-hidden className="mr-2 text-ink-faint select-none">
          $
        </span>
        <CommandText command={command} />
        {cwd === undefined || cwd === '.' ? null : (
          <span className="mt-0.5 block font-sans text-2xs text-ink-faint">{t('tools.inFolder', { folder: cwd })}</span>
        )}
      </pre>
      <CopyButton plain label={t('tools.copyCommand')} size="xs" text={command} />
    </div>
  );
}

function Input({ call }: { readonly call: ShownCall }) {
  const entries = Object.entries(call.input);
  if (entries.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 px-3 py-2 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="max-h-40 overflow-auto font-mono wrap-anywhere whitespace-pre-wrap text-ink-soft">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Footer({ call }: { readonly call: ShownCall }) {
  const exit = call.details?.['exitCode'];
  const facts = [
    typeof exit === 'number' ? t('tools.exit', { code: String(exit) }) : undefined,
    call.durationMs === undefined ? undefined : formatDuration(call.durationMs),
    describeDecision(call.decidedBy),
    call.state === 'unknown' ? t('tools.mayHaveRun') : undefined,
  ].filter((fact) => fact !== undefined);
  if (facts.length === 0) return null;
  return <p className="tabular border-t border-line px-3 py-1 text-2xs text-ink-faint">{facts.join(' · ')}</p>;
}

/** The user's decision has its own line; only other decisions are shown here. */
function describeDecision(decidedBy: string | undefined): string | undefined {
  if (decidedBy === undefined || decidedBy.startsWith('approval')) return undefined;
  return decidedBy.startsWith('rule') ? t('tools.allowedByRule') : undefined;
}

/** The text for the model ends with the exit code; here the footer shows it. */
function withoutExitLine(text: string): string {
  return text.replace(/\n?\(exit code -?\d+\)\s*$/, '');
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const ICONS = { pending: Circle, in_progress: CircleDot, done: CircleCheck } as const;

/** The steps with their status. */
function PlanList({ input }: { readonly input: Readonly<Record<string, unknown>> }) {
  return (
    <ol className="flex flex-col gap-1 px-3 py-2 text-sm">
      {planSteps(input).map((step) => (
        <Step key={step.text} step={step} />
      ))}
    </ol>
  );
}

function Step({ step: { text, status } }: { readonly step: PlanStep }) {
  const Icon = ICONS[status];
  const tone = { pending: 'text-ink-faint', in_progress: 'text-accent-ink', done: 'text-ok' }[status];
  return (
    <li className="flex items-start gap-2">
      <Icon size={14} aria-label={t(`tools.plan.${status}`)} className={cx('mt-0.5 shrink-0', tone)} />
      <span className={cx('min-w-0 wrap-anywhere', status === 'done' ? 'text-ink-faint line-through' : 'text-ink')}>
        {text}
      </span>
    </li>
  );
}

/** One step. */
interface PlanStep {
  readonly text: string;
  readonly status: 'pending' | 'in_progress' | 'done';
}

/** The valid steps; anything else is ignored. */
function planSteps(input: Readonly<Record<string, unknown>>): readonly PlanStep[] {
  const steps: unknown = input['steps'];
  return Array.isArray(steps) ? steps.filter(isStep) : [];
}

function isStep(value: unknown): value is PlanStep {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('status' in value)) return false;
  return typeof value.text === 'string' && ['pending', 'in_progress', 'done'].includes(String(value.status));
}
