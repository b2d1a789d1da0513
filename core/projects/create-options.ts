// What is needed to create a project.

/** How far the creation is, and how to stop it. */
export interface CreateProgress {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly step: string; readonly done?: number; readonly total?: number }) => void;
}

/** Where a new project comes from. */
export type ProjectOrigin =
  | { readonly kind: 'folder'; readonly path: string; readonly create?: boolean | undefined }
  | { readonly kind: 'git'; readonly url: string }
  /** The ID of a template that ships with Gatehouse, or the folder or git URL of another one. */
  | { readonly kind: 'template'; readonly template: string };

/** A project to create. */
export interface CreateRequest {
  readonly source: ProjectOrigin;
  readonly name?: string | undefined;
  /** The folder that its folder is created in. Default: that in the settings. */
  readonly parent?: string | undefined;
}
