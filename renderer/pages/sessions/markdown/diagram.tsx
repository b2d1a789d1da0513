// A Mermaid diagram. Loaded with the first one. It is shown as an image, in which nothing can run, load, or be clicked.
import { Code, Image } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Spinner } from '../../../design/states.tsx';
import { onThemeChange } from '../../../design/theme-colors.ts';
import { CodeBlock } from './code-block.tsx';
import { drawDiagram, knownDiagram, MAX_DIAGRAM, reservedHeight, type DrawnDiagram } from './draw-diagram.ts';

/** The diagram, or its source. */
export const Diagram = memo(function Diagram({ code }: { readonly code: string }) {
  const [showsSource, setShowsSource] = useState(false);
  const theme = useDrawnTheme();
  const drawn = useDiagram(code, theme);
  if (drawn !== undefined && 'problem' in drawn) return <Failed code={code} problem={drawn.problem} />;
  return (
    <figure className="my-3 overflow-hidden rounded-lg border border-line">
      <figcaption className="flex min-h-8 items-center gap-1 border-b border-line bg-code pe-1 ps-3 text-2xs text-ink-faint">
        <span className="min-w-0 flex-1 truncate font-mono">{t('transcript.diagram.language')}</span>
        <IconButton
          icon={showsSource ? Image : Code}
          plain
          label={showsSource ? t('transcript.diagram.picture') : t('transcript.diagram.source')}
          size="xs"
          pressed={showsSource}
          onClick={() => setShowsSource(!showsSource)}
        />
        <CopyButton plain label={t('transcript.code.copy')} size="xs" text={code} />
      </figcaption>
      {showsSource ? (
        <pre dir="ltr" tabIndex={0} className="overflow-x-auto px-3.5 py-2.5 text-(length:--code-size) leading-[1.55]">
          {code}
        </pre>
      ) : (
        <div
          className="flex items-center justify-center overflow-x-auto p-3"
          style={{ minHeight: `${reservedHeight(code)}rem` }}
        >
          {drawn === undefined ? (
            <Spinner label={t('transcript.diagram.drawing')} />
          ) : (
            <img
              src={drawn.source}
              width={drawn.width}
              height={drawn.height}
              alt={t('transcript.diagram')}
              className="h-auto max-h-140 max-w-full object-contain"
            />
          )}
        </div>
      )}
    </figure>
  );
});

function Failed({ code, problem }: { readonly code: string; readonly problem: string }) {
  return (
    <>
      <p role="note" className="mt-3 text-xs text-warn">
        {t('transcript.diagram.failed')}
      </p>
      <pre className="mt-1 max-h-24 overflow-auto text-2xs whitespace-pre-wrap text-ink-faint">{problem}</pre>
      <CodeBlock language="mermaid" code={code} complete />
    </>
  );
}

function useDrawnTheme(): 'light' | 'dark' {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => onThemeChange(() => setTheme(readTheme())), []);
  return theme;
}

function readTheme(): 'light' | 'dark' {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

/** Drawn once per theme; a row that is shown again has it at once. */
function useDiagram(code: string, theme: 'light' | 'dark'): DrawnDiagram | undefined {
  const [, redraw] = useState(0);
  const isTooLong = code.length > MAX_DIAGRAM;
  const known = isTooLong ? { problem: t('transcript.diagram.tooLong') } : knownDiagram(code, theme);
  const isKnown = known !== undefined;
  useEffect(() => {
    if (isKnown) return undefined;
    let current = true;
    void drawDiagram(code, theme).then(() => (current ? redraw((count) => count + 1) : undefined));
    return () => {
      current = false;
    };
  }, [isKnown, code, theme]);
  return known;
}
