// Sends the form of a new project, follows its progress, and cancels it.
import { useRef, useState } from 'react';
import type { MethodParams } from '#contract/methods/registry.ts';
import { formatPercent } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { useAction } from '../../design/toasts.ts';
import { useServices } from '../../state/use-client.ts';

/** Where a new project comes from. */
export type SourceKind = 'folder' | 'git' | 'template';

/** What the person entered, for all tabs. */
export interface CreateForm {
  readonly kind: SourceKind;
  readonly path: string;
  readonly url: string;
  /** The ID of a template, or `own`. */
  readonly template: string;
  /** The folder or URL of another template. */
  readonly ownTemplate: string;
  readonly name: string;
}

/** The source of a form; undefined while a field is empty. */
export function toSource({
  kind,
  path,
  url,
  template,
  ownTemplate,
}: CreateForm): MethodParams<'projects.create'>['source'] | undefined {
  switch (kind) {
    case 'folder':
      return path.trim() === '' ? undefined : { kind, path: path.trim(), create: true };
    case 'git':
      return url.trim() === '' ? undefined : { kind, url: url.trim() };
    case 'template': {
      const chosen = template === 'own' ? ownTemplate.trim() : template;
      return chosen === '' ? undefined : { kind, template: chosen };
    }
  }
}

/** Creates one project at a time. `onDone` gets its ID. */
export function useCreateProject(onDone: (id: string) => void) {
  const { client, newId } = useServices();
  const action = useAction();
  const [progress, setProgress] = useState<string>();
  const operation = useRef<string>(undefined);
  const start = (form: CreateForm): void => {
    const source = toSource(form);
    if (source === undefined) return;
    action.run(async () => {
      const operationId = newId();
      operation.current = operationId;
      const name = form.name.trim() === '' ? {} : { name: form.name.trim() };
      const onProgress = ({ step = '', done, total }: { step?: string; done?: number; total?: number }): void =>
        setProgress(formatProgress(step, done, total));
      try {
        const { project } = await client.request('projects.create', { source, operationId, ...name }, { onProgress });
        onDone(project.id);
      } finally {
        operation.current = undefined;
        setProgress(undefined);
      }
    });
  };
  const cancel = (): void => {
    const operationId = operation.current;
    // If it has just ended, there is nothing to cancel.
    if (operationId !== undefined) client.request('projects.create.cancel', { operationId }).catch(() => undefined);
  };
  return { ...action, progress, start, cancel };
}

function formatProgress(step: string, done: number | undefined, total: number | undefined): string {
  if (done === undefined || total === undefined || total === 0) return step;
  return t('projects.create.progress', { step, share: formatPercent(done / total) });
}
