// What a command line would run, program by program: the decision on each, and what it writes, reaches, and runs.
import { CircleCheck, CircleHelp, CircleX, FilePen, Globe, Play, type LucideIcon } from 'lucide-react';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { CommandProgram } from '#contract/types/command-program.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { capitalize } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { CommandText } from '../../design/command-text.tsx';
import { formatRule, isCommand } from './inbox.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

interface ProgramListProps {
  readonly subject: Pick<ApprovalSubject, 'tool' | 'command' | 'argv' | 'programs'>;
}

/** Nothing is shortened: a decision needs all of it. */
export function ProgramList({ subject }: ProgramListProps) {
  const { tool, command, argv, programs } = subject;
  if (!isCommand(tool)) return null;
  if (programs === undefined || programs.length === 0)
    return argv === undefined ? <p className="text-xs text-warn">{t('approvals.programs.unknown')}</p> : null;
  const isWholeLine = programs.length === 1 && programs[0]?.words.join(' ') === command.trim();
  return (
    <ol aria-label={t('approvals.programs.label')} className="flex flex-col gap-2">
      {programs.map((program, at) => (
        <ProgramRow key={at} program={program} isWholeLine={isWholeLine} />
      ))}
    </ol>
  );
}

/** Whether the reason for the whole line is one of those in the list. */
export function isSaidByPrograms({ reason, programs = [] }: Pick<ApprovalSubject, 'reason' | 'programs'>): boolean {
  // The line names the part that the reason is about.
  return programs.some(
    (program) =>
      `${capitalize(program.reason)}.` === reason || reason.endsWith(`requires approval: ${program.reason}.`),
  );
}

const LOOKS = { allow: [CircleCheck, 'text-ok'], ask: [CircleHelp, 'text-warn'], deny: [CircleX, 'text-bad'] } as const;

interface ProgramRowProps {
  readonly program: CommandProgram;
  /** The command above says the same words. */
  readonly isWholeLine: boolean;
}

function ProgramRow({ program, isWholeLine }: ProgramRowProps) {
  const { words, decision, reason, writes = [], hosts = [], runs = [] } = program;
  const [Icon, color] = LOOKS[decision];
  const places = hosts.map((host) => (host === '*' ? t('approvals.programs.anyHost') : host));
  return (
    <li className="flex items-start gap-2 text-xs">
      <Icon
        size={14}
        role="img"
        aria-label={t(`approvals.programs.${decision}`)}
        className={cx('mt-0.5 shrink-0', color)}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 wrap-anywhere">
        {!isWholeLine && (
          <span className="text-ink">
            <CommandText command={escapeHidden(formatRule(words))} />
          </span>
        )}
        <span className="text-ink-soft">
          <GatewayText>{escapeHidden(capitalize(reason))}</GatewayText>
        </span>
        <Effect icon={FilePen} label={t('approvals.programs.writes')} values={writes} />
        <Effect icon={Globe} label={t('approvals.programs.hosts')} values={places} />
        <Effect icon={Play} label={t('approvals.programs.runs')} values={runs} />
      </div>
    </li>
  );
}

interface EffectProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly values: readonly string[];
}

function Effect({ icon: Icon, label, values }: EffectProps) {
  if (values.length === 0) return null;
  return (
    <span className="flex items-start gap-1.5 text-ink">
      <Icon size={12} aria-hidden className="mt-0.75 shrink-0 text-ink-faint" />
      <span className="shrink-0 text-ink-soft">{label}</span>
      <span className="min-w-0 font-mono text-2xs leading-4.5">{values.map(escapeHiddenInLine).join(', ')}</span>
    </span>
  );
}
