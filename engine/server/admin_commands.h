/* The handlers of the control sockets' commands, by the names of admin.h. */
#ifndef MF_ADMIN_COMMANDS_H
#define MF_ADMIN_COMMANDS_H

#include "server/admin.h"

command_fn account_add, account_rename, account_disable, account_enable,
    account_delete, account_password, account_unlock, account_language,
    identity_add, identity_remove, group_add, group_remove, account_temporary,
    account_recovery, account_show, account_list, account_list_begin;
command_fn token_show, token_list, token_history, token_add, token_assign,
    token_unassign, token_label, token_enable, token_disable, token_lost,
    token_replace, token_pin, token_resync_begin, token_resync_think,
    token_resync;
command_fn sign_begin, sign_check, prove_begin, prove_check;
command_fn account_limits_begin, account_limits, account_panic;
/* Both of phones and of e-mail addresses. */
command_fn address_add, address_confirm, address_resend, address_remove,
    address_list;
command_fn import_begin, import_records, import_commit, import_abort;

/* admin_why.c, admin_what_if.c, admin_audit.c, admin_status.c, ... */
command_fn why_begin, why_run, what_if;
command_fn audit_list_begin, audit_list, audit_verify_start;
command_fn status_begin, status_run;
command_fn clock_accept_time, key_rotate, backup_start;
command_fn outbox_list, outbox_show, outbox_retry, outbox_cancel, gateway_test;

#endif
