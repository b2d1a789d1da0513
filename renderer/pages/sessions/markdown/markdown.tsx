// A model's text as Markdown. Finished blocks are rendered once; only the last one re-renders while it grows. No raw HTML.
import { memo, useRef } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { t } from '#messages/translate.ts';
import { CodeBlock } from './code-block.tsx';
import { safeHref } from './links.ts';
import './markdown.css';
import { isPlain, isWithinLimits } from './markdown-limits.ts';
import { completeInline, createBlockSplitter, type MarkdownBlock } from './split-blocks.ts';

const PLUGINS = [remarkGfm];

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
            text={block.text}
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
  readonly text: string;
  readonly closed: boolean;
}

const BlockView = memo(function BlockView({ type, language, text, closed }: BlockViewProps) {
  if (type === 'fence') return <CodeBlock language={language} code={text} complete={closed} />;
  if (isPlain(text)) return <p>{text}</p>;
  if (!isWithinLimits(text)) return <p className="whitespace-pre-wrap">{text}</p>;
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
      {closed ? text : completeInline(text)}
    </ReactMarkdown>
  );
});

const COMPONENTS: Components = {
  a({ href, children }) {
    const target = safeHref(href);
    // A link that can't be opened is shown as text, with its target as tooltip.
    if (target === undefined) return <span title={href}>{children}</span>;
    return (
      <a href={target} title={target} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    );
  },
  pre({ children }) {
    return <>{children}</>;
  },
  code({ className, children }) {
    const language = /language-(\S+)/.exec(className ?? '')?.[1];
    const code = getText(children);
    // For fences inside of lists; top-level fences are separate blocks.
    return language !== undefined || code.endsWith('\n') ? (
      <CodeBlock language={language ?? ''} code={code.replace(/\n$/, '')} complete />
    ) : (
      <code className="inline-code">{children}</code>
    );
  },
  input({ checked }) {
    return (
      <input
        type="checkbox"
        checked={checked === true}
        disabled
        aria-label={checked === true ? t('transcript.task.done') : t('transcript.task.open')}
      />
    );
  },
  table({ children }) {
    return (
      <div className="table-frame" tabIndex={0} role="region" aria-label={t('transcript.table')}>
        <table>{children}</table>
      </div>
    );
  },
  // Loading a remote image would tell its server that it was viewed, so only its description is shown.
  img({ alt, src }) {
    return (
      <span title={typeof src === 'string' ? src : undefined}>
        {alt === undefined || alt === '' ? t('transcript.image') : t('transcript.imageAlt', { alt })}
      </span>
    );
  },
};

function getText(children: unknown): string {
  if (typeof children === 'string') return children;
  return Array.isArray(children) ? children.map(getText).join('') : '';
}
