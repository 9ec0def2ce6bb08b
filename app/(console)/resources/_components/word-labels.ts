import type { ResourceView } from "@/lib/domain/resources/presenter";

export const wordLabels = (labels: ResourceView["labels"]): string =>
  labels.map(([key, value]) => (value === "" ? key : `${key}: ${value}`)).join(" · ");
