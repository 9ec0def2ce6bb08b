import "server-only";

export interface Backup {
  /** ISO 8601. */
  takenAt: string;
  rows: number;
  documents: number;
}

/** After which somebody should have taken another. */
export const backupDaysMax = 7;
