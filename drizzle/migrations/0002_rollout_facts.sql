ALTER TABLE "environment" ADD COLUMN "approvals_min" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollout" ADD COLUMN "versions" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "rollout" ADD COLUMN "published" jsonb;