import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { methodServedByNextAuth, nextAuthOptions, withoutLifetime } from "@/lib/entrypoints/console/next-auth";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function handler(request: NextRequest, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  const method = methodServedByNextAuth(nextauth);
  if (!method) return new Response(null, { status: 404 });
  if (request.method !== method) return new Response(null, { status: 405, headers: { Allow: method } });
  return withoutLifetime(await NextAuth(request, { params: { nextauth } }, nextAuthOptions()));
}

export { handler as GET, handler as POST };
