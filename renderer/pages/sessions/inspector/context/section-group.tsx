// One group of parts. A part opens to its exact text, which is loaded then.
import { useId, useState } from 'react';
import type { ContextSection } from '#contract/types/context.ts';
import { formatCompact, formatPercent } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Chevron } from '../../../../design/chevron.tsx';
import { CopyButton } from '../../../../design/copy-button.tsx';
import { RequestStatus } from '../../../../design/states.tsx';
import { useRequest } from '../../../../state/use-client.ts';
import { nameSection, type ContextGroup } from './describe-section.ts';

interface SectionGroupProps {
  readonly group: ContextGroup;
  readonly sessionKey: string;
  /** Context window, tokens. */
  readonly size: number;
  readonly sections: readonly ContextSection[];
}

/** Empty without parts. */
export function SectionGroup({ group, sessionKey, size, sections }: SectionGroupProps) {
  const id = useId();
  if (sections.length === 0) return null;
  const total = sections.reduce((sum, { tokens }) => sum + tokens, 0);
  return (
    <section aria-labelledby={id} className="flex flex-col">
      <h3 id={id} className="flex items-baseline gap-2 pb-1 text-xs font-medium text-ink-soft">
        <span className="flex-1">{t(`context.group.${group}`)}</span>
        <span className="tabular font-normal text-ink-faint">{describeSize(total, size)}</span>
      </h3>
      {group === 'collected' && <p className="pb-2 text-xs text-ink-faint">{t('context.collectedHint')}</p>}
      <ul className="divide-y divide-line rounded-lg border border-line">
        {sections.map((section) => (
          <SectionRow key={section.id} section={section} sessionKey={sessionKey} size={size} />
        ))}
      </ul>
    </section>
  );
}

interface SectionRowProps extends Pick<SectionGroupProps, 'sessionKey' | 'size'> {
  readonly section: ContextSection;
}

function SectionRow({ section, sessionKey, size }: SectionRowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const note = describeNote(section);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2 px-2.5 py-1 text-start text-sm text-ink hover:bg-hover pointer-coarse:min-h-11"
      >
        <Chevron open={open} />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{nameSection(section)}</span>
          {note !== undefined && <span className="block text-2xs wrap-anywhere text-ink-faint">{note}</span>}
        </span>
        <span className="tabular shrink-0 text-xs text-ink-faint">{describeSize(section.tokens, size)}</span>
      </button>
      {open && (
        <div id={id} className="border-t border-line bg-sunken p-2.5">
          <SectionText sessionKey={sessionKey} id={section.id} />
        </div>
      )}
    </li>
  );
}

function SectionText({ sessionKey: key, id }: { readonly sessionKey: string; readonly id: string }) {
  const read = useRequest('sessions.context.text', { key, id });
  const { data } = read;
  if (data === undefined)
    return <RequestStatus read={read} rows={3} loading={t('context.loading')} failed={t('context.textFailed')} />;
  if (data.text === '') return <p className="text-xs text-ink-faint">{t('context.empty')}</p>;
  return (
    <div className="relative">
      <CopyButton label={t('context.copy')} text={data.text} className="absolute top-0 right-0" />
      <pre
        tabIndex={0}
        dir="auto"
        className="max-h-80 overflow-auto pr-9 font-mono text-xs whitespace-pre-wrap wrap-anywhere text-ink"
      >
        {data.text}
      </pre>
    </div>
  );
}

function describeSize(tokens: number, size: number): string {
  return t('context.sizeShare', { tokens: formatCompact(tokens), share: formatPercent(tokens / size) });
}

function describeNote({ problem, isTruncated }: ContextSection): string | undefined {
  if (problem !== undefined) return t('context.problem', { problem });
  return isTruncated === true ? t('context.shortened') : undefined;
}
