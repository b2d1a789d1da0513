// Markdown as elements. Those of complete blocks are kept, so that switching between sessions doesn't parse the same texts again.
import { memo, useRef, type ReactElement } from 'react';
import ReactMarkdown from 'react-markdown';
import { COMPONENTS, PLUGINS } from './markdown-components.tsx';

/** Characters of all kept texts. Their elements take about twenty times as many bytes. */
const MAX_KEPT = 200_000;

/** From the text that wasn't used for longest to the last one. */
const kept = new Map<string, ReactElement>();
let keptLength = 0;

/** `complete`: the text doesn't grow any more. */
export const ParsedText = memo(function ParsedText({
  text,
  complete,
}: {
  readonly text: string;
  readonly complete: boolean;
}) {
  const last = useRef<Parsed>(undefined);
  // A block is often complete without another change of its text.
  if (last.current?.text !== text) last.current = { text, element: complete ? recall(text) : parse(text) };
  return last.current.element;
});

interface Parsed {
  readonly text: string;
  readonly element: ReactElement;
}

function recall(text: string): ReactElement {
  const known = kept.get(text);
  const element = known ?? parse(text);
  kept.delete(text);
  kept.set(text, element);
  if (known !== undefined) return element;
  keptLength += text.length;
  for (const oldest of kept.keys()) {
    if (keptLength <= MAX_KEPT) break;
    kept.delete(oldest);
    keptLength -= oldest.length;
  }
  return element;
}

/** As a function instead of as a component, which would parse in each pane. It has no hooks. */
function parse(text: string): ReactElement {
  return ReactMarkdown({ remarkPlugins: PLUGINS, components: COMPONENTS, children: text });
}
