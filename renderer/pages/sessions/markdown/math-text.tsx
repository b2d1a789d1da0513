// Text with math, drawn by KaTeX. Loaded with the first formula.
import 'katex/dist/katex.min.css';
import { memo } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { COMPONENTS, PLUGINS } from './markdown-components.tsx';

const WITH_MATH: Options['remarkPlugins'] = [...PLUGINS, [remarkMath, { singleDollarTextMath: false }]];
/** A formula can't link, load, or grow without limit. An error is shown in its place, in the color of errors. */
const DRAW_MATH: Options['rehypePlugins'] = [
  [rehypeKatex, { trust: false, strict: 'ignore', maxSize: 20, maxExpand: 300, errorColor: 'var(--bad)' }],
];

/** A finished block. */
export const MathText = memo(function MathText({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={WITH_MATH} rehypePlugins={DRAW_MATH} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  );
});
