// What a tool call opens to: command and output, a diff, or what was asked and answered.
import { Check, Copy } from 'lucide-react';
import { formatDuration } from '#messages/format.ts';
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

/** The opened part of a card. */
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
  const diff = textOf(call.details?.['diff']) ?? call.approval?.subject.diff;
  const command = textOf(call.input['command']);
  return (
    <div className="overflow-hidden rounded-md border border-line bg-code">
      {command === undefined ? null : (
        <CommandLine command={command} cwd={textOf(call.details?.['cwd']) ?? call.approval?.subject.cwd} />
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
          <span className="mt-0.5 block font-sans text-2xs text-ink-faint">in {cwd}</span>
        )}
      </pre>
      <IconButton plain label={copied ? 'Copied' : 'Copy command'} size="xs" onClick={() => copy(command)}>
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
  const words = [
    typeof exit === 'number' ? `exit ${exit}` : undefined,
    call.durationMs === undefined ? undefined : formatDuration(call.durationMs),
    decidedWords(call.decidedBy),
    call.state === 'unknown'
      ? 'Gatehouse was closed while this ran, so it may have had effects. It is not repeated by itself.'
      : undefined,
  ].filter((word) => word !== undefined);
  if (words.length === 0) return null;
  return <p className="tabular border-t border-line px-3 py-1 text-2xs text-ink-faint">{words.join(' · ')}</p>;
}

/** An answer of the user has its own line; only what decided without one is named here. */
function decidedWords(decidedBy: string | undefined): string | undefined {
  if (decidedBy === undefined || decidedBy.startsWith('approval')) return undefined;
  return decidedBy.startsWith('rule') ? 'allowed by a rule' : undefined;
}

/** The model is told the exit code in the text; here it stands in the footer. */
function withoutExitLine(text: string): string {
  return text.replace(/\n?\(exit code -?\d+\)\s*$/, '');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
