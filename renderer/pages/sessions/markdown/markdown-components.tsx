// How the elements of Markdown are rendered. No raw HTML, and nothing is loaded from elsewhere.
import type { Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { t } from '#messages/translate.ts';
import { CodeBlock } from './code-block.tsx';
import { FileLink } from './file-link.tsx';
import { plainFootnotes } from './footnotes.ts';
import { safeHref } from './links.ts';
import { findDirection } from './text-direction.ts';

/** The syntax of all texts. */
export const PLUGINS = [remarkGfm, plainFootnotes];

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

/** The elements. */
export const COMPONENTS: Components = {
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
