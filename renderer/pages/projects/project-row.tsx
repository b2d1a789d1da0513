// A project in the list.
import { SquarePen } from 'lucide-react';
import type { Project } from '#contract/types/projects.ts';
import { escapeHiddenInLine, removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CardRow } from '../../design/page.tsx';
import { useNow } from '../../design/use-now.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { archiveProject, startInProject } from './project-actions.ts';

const MINUTE_MS = 60_000;

interface ProjectRowProps {
  readonly project: Project;
  readonly isDefault: boolean;
}

/** Its name opens it. */
export function ProjectRow({ project, isDefault }: ProjectRowProps) {
  const services = useServices();
  const now = useNow(MINUTE_MS);
  const { id, name, folder, originUrl, lastUsedAt, archivedAt, isMissing } = project;
  const open = (
    <a href={`#${href('projects', id)}`} className="hover:underline">
      {removeHidden(name)}
    </a>
  );
  const facts = joinFacts(
    folder === undefined ? undefined : escapeHiddenInLine(folder),
    originUrl === undefined ? undefined : escapeHiddenInLine(originUrl),
    lastUsedAt === undefined ? undefined : t('projects.lastUsed', { time: formatAgo(lastUsedAt, now) }),
  );
  return (
    <CardRow title={open} facts={facts}>
      {isMissing === true && <Badge tone="bad">{t('projects.missing')}</Badge>}
      {isDefault && <Badge tone="accent">{t('projects.default')}</Badge>}
      {archivedAt === undefined ? (
        <Button
          size="sm"
          icon={SquarePen}
          disabled={isMissing === true}
          label={t('projects.newSession')}
          aria-label={t('projects.newSessionIn', { name })}
          onClick={() => startInProject(services, project)}
        />
      ) : (
        <Button size="sm" label={t('projects.unarchive')} onClick={() => archiveProject(services, project, false)} />
      )}
      <Button
        size="sm"
        look="quiet"
        label={t('projects.open')}
        aria-label={t('projects.openNamed', { name })}
        onClick={() => navigate(href('projects', id))}
      />
    </CardRow>
  );
}
