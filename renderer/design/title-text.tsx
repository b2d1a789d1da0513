// A title in a narrow place. A remark in parentheses at its end stays visible: it tells sessions with the same prompt apart.
import { removeHidden } from '#contract/types/hidden-characters.ts';

/** Only the part before the remark is cut off. */
export function TitleText({ title }: { readonly title: string }) {
  const [start, end] = splitTitle(removeHidden(title));
  return (
    <span className="flex min-w-0 gap-1">
      <span className="min-w-8 truncate">{`${start} `}</span>
      {end !== '' && <span className="max-w-[75%] shrink-0 truncate">{end}</span>}
    </span>
  );
}

/** The title, and the remark in parentheses at its end. */
export function splitTitle(title: string): readonly [start: string, end: string] {
  const at = title.endsWith(')') ? title.lastIndexOf(' (') : -1;
  const start = title.slice(0, Math.max(0, at)).trimEnd();
  const isRemark = start !== '' && title.indexOf(')', at) === title.length - 1;
  return isRemark ? [start, title.slice(at + 1)] : [title, ''];
}
