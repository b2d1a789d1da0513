// A model's text as Markdown. Finished blocks are rendered once; only the last one re-renders while it grows. No raw HTML.
import { memo, useRef } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { t } from '#messages/translate.ts';
import { FileLink } from './file-link.tsx';
import { CodeBlock } from './code-block.tsx';
import { plainFootnotes } from './footnotes.ts';
import { safeHref } from './links.ts';
import './markdown.css';
import type { MarkdownBlock } from './markdown-block.ts';
import { isPlain, isWithinLimits, takeSettled } from './markdown-limits.ts';
import { completeInline, createBlockSplitter } from './split-blocks.ts';
import { findDirection } from './text-direction.ts';

const PLUGINS = [remarkGfm, plainFootnotes];

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
  readonly text: string;
  readonly definitions: string;
  readonly closed: boolean;
}

const BlockView = memo(function BlockView({ type, language, text, definitions, closed }: BlockViewProps) {
  if (type === 'fence') return <CodeBlock language={language} code={text} complete={closed} />;
  if (isPlain(text)) return <p dir="auto">{text}</p>;
  if (!isWithinLimits(text)) return <PlainText text={text} />;
  const shown = closed ? text : completeInline(takeSettled(text));
  return <ParsedText text={definitions === '' ? shown : `${shown}\n\n${definitions}`} />;
});

/** Each paragraph has its own direction. */
function PlainText({ text }: { readonly text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [unicode-bidi:plaintext]">
      {text}
    </p>
  );
}

const ParsedText = memo(function ParsedText({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  );
});

type Tag = 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6' | 'li' | 'th' | 'td' | 'ul' | 'ol' | 'blockquote';

function autoDirected(...tags: readonly Tag[]): Components {
  return Object.fromEntries(
    tags.map((Tag) => [Tag, ({ node: _, ...props }: { readonly node?: unknown }) => <Tag {...props} dir="auto" />]),
  );
}

function directedByContent(...tags: readonly Tag[]): Components {
  return Object.fromEntries(
    tags.map((Tag) => [
      Tag,
      ({ node, ...props }: { readonly node?: unknown }) => <Tag {...props} dir={findDirection(node)} />,
    ]),
  );
}

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
      <FileLink text={code}>{children}</FileLink>
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
  table({ node, children }) {
    return (
      <div className="table-frame" tabIndex={0} role="region" aria-label={t('transcript.table')}>
        <table dir={findDirection(node)}>{children}</table>
      </div>
    );
  },
  ...autoDirected('p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'th', 'td'),
  ...directedByContent('ul', 'ol', 'li', 'blockquote'),
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
