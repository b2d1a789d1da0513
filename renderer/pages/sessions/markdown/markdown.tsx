// A model's text as Markdown. Finished blocks are rendered once; only the last one re-renders while it grows. No raw HTML.
import { memo, Suspense, useRef } from 'react';
import { lazyPart } from '../../../state/load-part.ts';
import { CodeBlock } from './code-block.tsx';
import { hasMath, isMathFence, toMathText } from './math.ts';
import './markdown.css';
import type { MarkdownBlock } from './markdown-block.ts';
import { isPlain, isWithinLimits, takeSettled } from './markdown-limits.ts';
import { ParsedText } from './parsed-text.tsx';
import { completeInline, createBlockSplitter } from './split-blocks.ts';

const MathText = lazyPart(() => import('./math-text.tsx'), 'MathText');
const Diagram = lazyPart(() => import('./diagram.tsx'), 'Diagram');

/** `live`: the text is still growing. */
export function Markdown({ text, live }: { readonly text: string; readonly live: boolean }) {
  const splitter = useRef<ReturnType<typeof createBlockSplitter> | undefined>(undefined);
  splitter.current ??= createBlockSplitter();
  const blocks = splitter.current.update(text, !live);
  const grew = useRef(live);
  grew.current ||= live;
  return (
    <div className={grew.current ? 'markdown markdown-grown' : 'markdown'}>
      {groupBlocks(blocks).map((part, index) => (
        <Part key={index} blocks={part} />
      ))}
    </div>
  );
}

/** Blocks per part: the browser checks the visibility of parts instead of blocks. */
const PART_BLOCKS = 12;

function groupBlocks(blocks: readonly MarkdownBlock[]): readonly (readonly MarkdownBlock[])[] {
  const count = Math.ceil(blocks.length / PART_BLOCKS);
  return Array.from({ length: count }, (_, index) => blocks.slice(index * PART_BLOCKS, (index + 1) * PART_BLOCKS));
}

interface PartProps {
  readonly blocks: readonly MarkdownBlock[];
}

/** Finished blocks are the same objects, so a complete part is rendered once. */
const Part = memo(
  function Part({ blocks }: PartProps) {
    return (
      <div className="markdown-part">
        {blocks.map((block, index) => (
          <BlockView
            key={index}
            type={block.type}
            language={block.type === 'fence' ? block.language : ''}
            path={block.type === 'fence' ? block.path : undefined}
            text={block.text}
            definitions={block.type === 'text' ? (block.definitions ?? '') : ''}
            closed={block.closed}
          />
        ))}
      </div>
    );
  },
  (before: PartProps, next: PartProps) =>
    before.blocks.length === next.blocks.length && before.blocks.every((block, index) => block === next.blocks[index]),
);

interface BlockViewProps {
  readonly type: MarkdownBlock['type'];
  readonly language: string;
  readonly path: string | undefined;
  readonly text: string;
  readonly definitions: string;
  readonly closed: boolean;
}

/** Math and diagrams are drawn once they are complete. */
const BlockView = memo(function BlockView(props: BlockViewProps) {
  const { type, text, definitions, closed } = props;
  if (type === 'fence') return <FenceView {...props} />;
  const isParsed = isWithinLimits(text);
  if (closed && isParsed && hasMath(text)) {
    return (
      <Suspense fallback={<PlainText text={text} />}>
        <MathText text={text} />
      </Suspense>
    );
  }
  if (isPlain(text)) return <p dir="auto">{text}</p>;
  if (!isParsed) return <PlainText text={text} />;
  const shown = closed ? text : completeInline(takeSettled(text));
  return <ParsedText text={definitions === '' ? shown : `${shown}\n\n${definitions}`} complete={closed} />;
});

function FenceView({ language, path, text, closed }: BlockViewProps) {
  const code = <CodeBlock language={language} path={path} code={text} complete={closed} />;
  if (!closed) return code;
  if (isMathFence(language, text)) {
    return (
      <Suspense fallback={code}>
        <MathText text={toMathText(text)} />
      </Suspense>
    );
  }
  if (language !== 'mermaid') return code;
  return (
    <Suspense fallback={code}>
      <Diagram code={text} />
    </Suspense>
  );
}

/** Each paragraph has its own direction. */
function PlainText({ text }: { readonly text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [unicode-bidi:plaintext]">
      {text}
    </p>
  );
}
