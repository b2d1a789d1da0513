// The steps of the tour, and the controls that they are about.
import type { PlainMessageId } from '#messages/english.ts';

/** A step. */
export interface TourStep {
  readonly id: 'task' | 'sessions' | 'approvals' | 'palette' | 'settings';
  readonly title: PlainMessageId;
  /** CSS selectors of the control; the first one that is visible counts. None: the step is about no control. */
  readonly targets: readonly string[];
}

const pageLink = (segment: string): string => `nav a[href="#/${segment}"]`;

/** In order. Links that a phone has in its menu have no place of their own there. */
export const TOUR_STEPS: readonly TourStep[] = [
  { id: 'task', title: 'tour.task.title', targets: ['main textarea', 'textarea'] },
  { id: 'sessions', title: 'tour.sessions.title', targets: [pageLink('sessions')] },
  { id: 'approvals', title: 'tour.approvals.title', targets: [pageLink('approvals')] },
  { id: 'palette', title: 'tour.palette.title', targets: [] },
  { id: 'settings', title: 'tour.settings.title', targets: [pageLink('settings')] },
];

/** The visible control of a step. */
export function findTarget({ targets }: Pick<TourStep, 'targets'>): Element | undefined {
  const found = targets.flatMap((selector) => [...document.querySelectorAll(selector)]);
  return found.find((element) => element.getClientRects().length > 0);
}

/** Where a step without a control is shown: above the middle of the lower edge. */
export function findPlace(target: Element | undefined): DOMRect {
  return target?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight * 0.7, 0, 0);
}
