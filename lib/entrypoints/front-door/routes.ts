import "server-only";

/** What the door answers itself, before it hands a request to the pages. */
export interface DoorRoute {
  path: string;
  methods: readonly string[];
  answer: (request: Request) => Response | Promise<Response>;
}

export function findRoute(routes: readonly DoorRoute[], url: string): DoorRoute | undefined {
  const [path] = url.split("?", 1);
  return routes.find((route) => route.path === path);
}
