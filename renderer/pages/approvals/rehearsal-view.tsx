// What a rule would have changed: counts, and the commands that it matches.
import type { RehearsedCommand, RuleRehearsal } from '#contract/types/approval-rules.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { SkeletonLines } from '../../design/states.tsx';
import { useNow } from '../../design/use-now.ts';
import { describeRehearsal } from './describe-rehearsal.ts';

/** A placeholder while past commands are searched. */
export function RehearsalView({ rehearsal }: { readonly rehearsal: RuleRehearsal | undefined }) {
  const now = useNow(60_000);
  if (rehearsal === undefined) return <SkeletonLines count={2} label={t('rules.history.trying')} className="py-1" />;
  const { examples, deniedByPerson, isPartial, commands, days } = rehearsal;
  return (
    <section
      aria-label={t('rules.history.title', { days })}
      className="flex flex-col gap-2 rounded-lg border border-line p-3"
    >
      <p role="status" className="text-xs text-ink-soft">
        {describeRehearsal(rehearsal)}{' '}
        {deniedByPerson > 0 && (
          <strong className="font-medium text-bad">
            {t('rules.history.deniedByPerson', { count: deniedByPerson })}
          </strong>
        )}
      </p>
      {examples.length > 0 && (
        <ul aria-label={t('rules.history.examples')} className="flex max-h-56 flex-col gap-1.5 overflow-y-auto">
          {examples.map((example, at) => (
            <Example key={at} example={example} now={now} />
          ))}
        </ul>
      )}
      {isPartial && <p className="text-2xs text-ink-faint">{t('rules.history.partial', { count: commands })}</p>}
    </section>
  );
}

const TONES: Readonly<Record<RehearsedCommand['after'], Tone>> = { allow: 'ok', ask: 'neutral', deny: 'bad' };

function Example({ example, now }: { readonly example: RehearsedCommand; readonly now: number }) {
  const { command, cwd, count, lastAtMs, before, after, answer } = example;
  const change =
    before === after
      ? t(`rules.history.${after}`)
      : t('rules.history.change', { before: t(`rules.history.${before}`), after: t(`rules.history.${after}`) });
  const facts = joinFacts(
    answer === undefined ? undefined : t(`rules.history.${answer}`),
    count > 1 ? t('rules.history.times', { count }) : undefined,
    formatAgo(lastAtMs, now),
    escapeHiddenInLine(cwd),
  );
  return (
    <li className="flex flex-wrap items-start gap-x-2 gap-y-0.5 text-xs">
      <span className="min-w-0 flex-1 basis-48 wrap-anywhere">
        <CommandText command={escapeHidden(command)} />
        <span className="block text-2xs text-ink-faint">{facts}</span>
      </span>
      <Badge tone={before === after ? 'neutral' : TONES[after]}>{change}</Badge>
    </li>
  );
}
