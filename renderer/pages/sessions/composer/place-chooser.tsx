// Where a new session works: its project, and in it the folder and branch.
import { ChevronDown, Folder, FolderOpen } from 'lucide-react';
import { useStore } from 'zustand';
import type { Project } from '#contract/types/projects.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Menu, type MenuEntry } from '../../../design/menu.tsx';
import type { NewSession } from '../../../state/outbox.ts';
import { navigate } from '../../../state/route.ts';
import { useServices, useSupports } from '../../../state/use-client.ts';
import { IN_PLACE, LocationMenu, type Location } from './location-menu.tsx';

const TRIGGER =
  'inline-flex h-6.5 min-w-0 shrink items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover';

interface PlaceChooserProps {
  /** What was chosen so far. */
  readonly create: NewSession | undefined;
  /** Called with all options of the place; `undefined` clears one. */
  readonly onChange: (place: PlaceOptions) => void;
  /** The menus open above their buttons. */
  readonly side?: 'top' | 'bottom';
}

/** The options of a new session that decide where it works. */
export type PlaceOptions = {
  readonly [K in 'projectId' | 'agentId' | 'cwd' | keyof Location]?: NewSession[K] | undefined;
};

/** In the composer of a new session and on Home. */
export function PlaceChooser({ create, onChange, side = 'top' }: PlaceChooserProps) {
  const hasProjects = useSupports('projects.catalog');
  const project = useChosenProject(create);
  const agentFolder = useAgentFolder(create);
  if (!hasProjects) return null;
  return (
    <>
      <ProjectMenu chosen={project} side={side} onChange={onChange} />
      <LocationMenu
        create={create}
        folder={project?.folder ?? create?.cwd ?? agentFolder}
        side={side}
        onChange={onChange}
      />
    </>
  );
}

/** The project of a new session: what was chosen, or else the default one. */
export function useChosenProject(create: NewSession | undefined): Project | undefined {
  const { projects, defaultProjectId } = useStore(useServices().projects.store);
  const id = create?.projectId ?? (create?.cwd === undefined ? defaultProjectId : undefined);
  return projects.find((project) => project.id === id);
}

/** The folder of the agent, where a session without a project works. */
function useAgentFolder(create: NewSession | undefined): string | undefined {
  const list = useStore(useServices().catalog.agents.store, ({ data }) => data);
  const id = create?.agentId ?? list?.defaultId;
  return list?.agents.find((agent) => agent.id === id)?.workspace;
}

interface ProjectMenuProps {
  readonly chosen: Project | undefined;
  readonly side: 'top' | 'bottom';
  readonly onChange: PlaceChooserProps['onChange'];
}

function ProjectMenu({ chosen, side, onChange }: ProjectMenuProps) {
  const { projects } = useStore(useServices().projects.store);
  const name = chosen === undefined ? t('projects.place.noProject') : removeHidden(chosen.name);
  const choose = (project: Project | undefined): void =>
    onChange({ projectId: project?.id ?? '', agentId: project?.defaults.agentId, cwd: undefined, ...IN_PLACE });
  const entries: readonly MenuEntry[] = [
    {
      kind: 'item',
      label: t('projects.place.noProject'),
      hint: t('projects.place.noProject.hint'),
      checked: chosen === undefined,
      run: () => choose(undefined),
    },
    ...projects.map((project): MenuEntry => ({
      kind: 'item',
      label: removeHidden(project.name),
      ...(project.folder === undefined
        ? {}
        : { hint: project.isMissing === true ? t('projects.place.missing') : project.folder }),
      checked: project.id === chosen?.id,
      disabled: project.isMissing === true,
      run: () => choose(project),
    })),
    { kind: 'line' },
    { kind: 'item', label: t('projects.place.newProject'), run: () => navigate('/projects') },
  ];
  return (
    <Menu side={side} entries={entries}>
      <button type="button" aria-label={t('projects.place.project', { name })} className={TRIGGER}>
        {chosen === undefined ? <Folder size={14} aria-hidden /> : <FolderOpen size={14} aria-hidden />}
        <span className="truncate">{name}</span>
        <ChevronDown size={12} aria-hidden className="shrink-0 text-ink-faint" />
      </button>
    </Menu>
  );
}
