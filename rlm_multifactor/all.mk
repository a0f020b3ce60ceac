#
#  For FreeRADIUS's own build: link this folder into its source and build there.
#
#	ln -s /path/to/multifactor/rlm_multifactor src/modules/
#	./configure && make rlm_multifactor.la
#
#  A copy of the folder does too, if "engine" of this project is copied into
#  it, or MULTIFACTOR=/path/to/multifactor is given to make.
#
TARGET		:= rlm_multifactor.a
SOURCES		:= rlm_multifactor.c config.c request.c reply.c attributes.c \
		   ungiven.c carried.c

mf_folder	:= $(realpath $(dir $(lastword ${MAKEFILE_LIST})))
mf_engine	:= $(firstword $(wildcard $(MULTIFACTOR:%=%/engine) \
		   ${mf_folder}/engine ${mf_folder}/../engine))

SRC_CFLAGS	:= -std=gnu17 -fvisibility=hidden -I${mf_engine} -I${mf_folder}
TGT_LDLIBS	:= -lpthread
