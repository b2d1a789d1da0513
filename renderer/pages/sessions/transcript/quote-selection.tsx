// A button beside text that is selected in the transcript: quotes it in the message box.
import { Quote } from 'lucide-react';
import { useEffect, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { t } from '#messages/translate.ts';

interface QuoteSelectionProps {
  readonly content: RefObject<HTMLElement | null>;
  readonly onQuote: (text: string) => void;
}

/** Where the button is, in the window. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly text: string;
}

const HEIGHT_PX = 36;
const GAP_PX = 6;
const EDGE_PX = 60;

/** Empty while nothing is selected. */
export function QuoteSelection({ content, onQuote }: QuoteSelectionProps) {
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    const update = (): void => setPlace(findPlace(content.current));
    const hide = (): void => setPlace(undefined);
    document.addEventListener('selectionchange', update);
    // The selection moves with the text, the button doesn't.
    document.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      document.removeEventListener('selectionchange', update);
      document.removeEventListener('scroll', hide, { capture: true });
    };
  }, [content]);
  if (place === undefined) return null;
  const quote = (): void => {
    onQuote(place.text);
    getSelection()?.removeAllRanges();
  };
  return createPortal(
    <button
      type="button"
      style={{ left: place.left, top: place.top }}
      // Before the selection is lost.
      onPointerDown={(event) => event.preventDefault()}
      onClick={quote}
      className="fixed z-30 flex h-9 -translate-x-1/2 items-center gap-1.5 rounded-lg bg-raised px-3 text-xs font-medium text-ink shadow-mid ring-1 ring-line hover:bg-sunken pointer-coarse:h-11"
    >
      <Quote size={13} aria-hidden /> {t('transcript.quoteSelection')}
    </button>,
    document.body,
  );
}

function findPlace(content: HTMLElement | null): Place | undefined {
  const selection = getSelection();
  if (content === null || selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!content.contains(range.commonAncestorContainer)) return undefined;
  const text = selection.toString().trim();
  if (text === '') return undefined;
  const box = range.getBoundingClientRect();
  const above = box.top - HEIGHT_PX - GAP_PX;
  const top = above > HEIGHT_PX ? above : Math.min(innerHeight - HEIGHT_PX * 2, box.bottom + GAP_PX);
  const center = box.left + box.width / 2;
  return { left: Math.min(innerWidth - EDGE_PX, Math.max(EDGE_PX, center)), top, text };
}
