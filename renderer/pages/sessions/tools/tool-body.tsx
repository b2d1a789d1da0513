// The expanded part of a tool call: command and output, a diff, or its input and result.
import { Check, Copy } from 'lucide-react';
import { formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { CommandText } from '../../../design/command-text.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { useCopied } from '../markdown/use-copied.ts';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { PlanList } from './plan-list.tsx';
import { TerminalOutput } from './terminal-output.tsx';

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
  const [copied, copy] = useCopied();
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
      <IconButton
        plain
        label={copied ? t('tools.copied') : t('tools.copyCommand')}
        size="xs"
        onClick={() => copy(command)}
      >
        {copied ? <Check size={13} aria-hidden className="text-ok" /> : <Copy size={13} aria-hidden />}
      </IconButton>
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
