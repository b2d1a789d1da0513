// Untrusted text that a person reads before deciding: nothing in it is invisible, and blank space can't hide the rest.
import { Fragment } from 'react';
import { splitBlankRuns, type BlankPart } from '#contract/types/blank-runs.ts';
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';

/** Inline. Hidden characters are escapes, and long runs of blank lines or spaces are counted. */
export function VisibleText({ text }: { readonly text: string }) {
  const parts = splitBlankRuns(escapeHidden(text));
  return parts.map((part, at) => (
    <Fragment key={at}>{part.kind === 'text' ? part.text : <Blanks part={part} />}</Fragment>
  ));
}

function Blanks({ part }: { readonly part: Exclude<BlankPart, { kind: 'text' }> }) {
  return (
    <span className="rounded-sm bg-warn-soft px-1 font-sans text-2xs text-ink-soft select-none">
      {part.kind === 'lines'
        ? t('controls.blankLines', { count: part.count })
        : t('controls.spaces', { count: part.count })}
    </span>
  );
}
