// What a person can do with a project besides changing its defaults. Each action can be undone.
import type { Project } from '#contract/types/projects.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { newDraftKey, showSession } from '../../state/layout.ts';
import { href, navigate } from '../../state/route.ts';

/** Opens a new session in the project. */
export function startInProject({ drafts, layout, newId }: AppServices, { id, defaults }: Project): void {
  const key = newDraftKey(newId);
  const { agentId } = defaults;
  drafts.set(key, { text: '', images: [], create: { projectId: id, ...(agentId === undefined ? {} : { agentId }) } });
  layout.setState((state) => showSession(state, key, newId));
  navigate('/sessions');
}

/** Archives a project, or brings it back. */
export function archiveProject({ client }: AppServices, { id, name }: Project, archived: boolean): void {
  attempt(t('projects.changeFailed'), async () => {
    await client.request('projects.archive', { id, archived });
    if (!archived) return;
    const undo = () =>
      attempt(t('projects.changeFailed'), () => client.request('projects.archive', { id, archived: false }));
    toast({ title: t('projects.archivedNow', { name }), action: { label: t('controls.undo'), run: undo } });
  });
}

/** Deletes a project, with its folder if `deleteCheckout` is set. */
export function deleteProject({ client }: AppServices, { id, name }: Project, deleteCheckout: boolean): void {
  attempt(t('projects.deleteFailed'), async () => {
    await client.request('projects.remove', { id, deleteCheckout });
    navigate('/projects');
    toast({
      title: t('projects.deleted', { name }),
      detail: t('projects.deletedText'),
      action: { label: t('controls.undo'), run: () => restoreProject(client, id) },
    });
  });
}

/** Undoes the deletion of a project. */
export function restoreProject(client: AppServices['client'], id: string): void {
  attempt(t('projects.restoreFailed'), async () => {
    await client.request('projects.restore', { id });
    navigate(href('projects', id));
  });
}

/** Makes a project the default of new sessions, or none. */
export function chooseDefault({ client }: AppServices, id: string | null): void {
  attempt(t('projects.changeFailed'), () => client.request('projects.use', { id }));
}
