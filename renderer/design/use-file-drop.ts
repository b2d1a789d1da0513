// Files dropped on an area, such as a pane, from outside of the page.
import { useEffect, useRef, useState, type RefObject } from 'react';

/** Marks the areas that accept files. */
const AREA = '[data-drop-files]';

/** `inside` is an element of the area; true while files are dragged over it. */
export function useFileDrop(inside: RefObject<Element | null>, take: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const area = inside.current?.closest(AREA);
    return area instanceof HTMLElement ? acceptFiles(area, setOver, (files) => latest.current(files)) : undefined;
  }, [inside]);
  return over;
}

function acceptFiles(
  area: HTMLElement,
  onOver: (over: boolean) => void,
  take: (files: readonly File[]) => void,
): () => void {
  // Entering a child leaves its parent, so the levels are counted.
  let depth = 0;
  const step = (by: number) => (event: DragEvent) => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth + by);
    onOver(depth > 0);
  };
  const drop = (event: DragEvent): void => {
    depth = 0;
    onOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  area.addEventListener('dragenter', step(1), { signal });
  area.addEventListener('dragleave', step(-1), { signal });
  area.addEventListener('drop', drop, { signal });
  return () => stopping.abort();
}

/** Keeps the browser from leaving the app for a file that is dropped where nothing accepts it. Never removed. */
export function preventFileNavigation(target: Pick<EventTarget, 'addEventListener'>): void {
  const prevent = (event: Event): void => {
    if (hasFiles(event as DragEvent)) event.preventDefault(); // Only drag events have this type.
  };
  target.addEventListener('dragover', prevent);
  target.addEventListener('drop', prevent);
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
